"""`coverable`: the commands, each loaded only when it is called."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Annotated, Any, Final, NoReturn

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException
from typer.main import get_command

from coverable.base.problem import Problem, Refused, did_you_mean, refuse
from coverable.cli.output import DONE, FAILED, print_problems, set_up_streams

COMMANDS: Final = {
    "demo": ("coverable.cli.demo:demo", "Decide sample requests under both seed policies; what to try next."),
    "check": ("coverable.cli.check:check", "Decide requests: outcome, why, what is needed, who looks next."),
    "ask": ("coverable.cli.ask:ask", "Interview: only questions that can still matter."),
    "need": ("coverable.cli.need:need", "Is prior authorization needed, what to send and where."),
    "sheet": ("coverable.cli.sheet:sheet", "Unsigned case sheet of a request, for the reviewer."),
    "impact": (
        "coverable.cli.impact:impact",
        "Which stored requests another version would turn, and why.",
    ),
    "read": ("coverable.cli.read:read", "Read a policy document into a draft policy with findings."),
    "replay": ("coverable.cli.replay:replay", "Compute a determination again and say what differs."),
    "policy": ("coverable.cli.policy:policy_app", "List, show, test, compare and export policies."),
    "agreement": (
        "coverable.cli.agreement:agreement",
        "How well reviewers agree on shared cases, and with the engine.",
    ),
    "plan": ("coverable.cli.plan:plan_app", "Register of adoptions; education letters."),
    "claims": (
        "coverable.cli.claims:claims_app",
        "Review claims by the million: signals and a worklist.",
    ),
    "fhir": ("coverable.cli.fhir:fhir_app", "What EHRs are answered (CRD, DTR), offline."),
    "library": ("coverable.cli.library:library_app", "Check the whole library before a merge."),
    "serve": ("coverable.cli.serve:serve", "Pages in the browser, and the same as JSON, from this machine."),
    "rule": ("coverable.cli.rule:rule", "Explain a rule of the lint, with a bad and a good example."),
    "codes": ("coverable.cli.codes:codes_app", "Look up, expand and load medical codes."),
}
"""Command: where it lives, and its line in the list. Nothing of it is imported to show that list."""


class LazyGroup(TyperGroup):
    """Imports a command when it is called, and says every failure in our own words."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name in COMMANDS and cmd_name not in self.commands:
            self.commands[cmd_name] = _load(cmd_name)
        return self.commands.get(cmd_name)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args[0] not in COMMANDS and not args[0].startswith("-"):
            raise refuse(
                f"no command `{args[0]}`",
                "coverable",
                "it is not in the list of `coverable --help`",
                did_you_mean(args[0], COMMANDS),
            )
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, help) for name, (_, help) in COMMANDS.items()])

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        code = FAILED
        try:
            done = super().main(args, "coverable", complete_var, False, windows_expand_args, **extra)
            code = done if isinstance(done, int) else DONE
            sys.stdout.flush()
        except Refused as refused:
            print_problems(refused.problems)
        except TyperException as error:
            _usage(error)
        except typer.Abort:
            sys.stderr.write("Stopped.\n")
        except BrokenPipeError:  # the reader has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            code = DONE
        except Exception as error:
            _sorry(error)
        if not standalone_mode:
            return code
        sys.exit(code)


def _load(name: str) -> Any:
    """The command of that name: a function, or an app of commands."""
    module, _, attribute = COMMANDS[name][0].partition(":")
    try:
        found = getattr(import_module(module), attribute)
    except ModuleNotFoundError as error:
        if error.name != module:
            raise
        raise refuse(
            f"`{name}` is not part of this installation",
            module,
            "its module is missing",
            "install a newer version",
        ) from None
    parent = typer.Typer(add_completion=False, rich_markup_mode=None)
    if not isinstance(found, typer.Typer):
        parent.command(name)(found)
        return get_command(parent)
    if len(found.registered_commands) == 1 and not (found.registered_groups or found.registered_callback):
        parent.registered_commands.extend(found.registered_commands)
        return get_command(parent)
    parent.add_typer(found, name=name)
    group: Any = get_command(parent)
    return group.commands[name]


def _usage(error: TyperException) -> None:
    """A command line that cannot be understood, as what, where, why and next."""
    context: Any = getattr(error, "ctx", None)
    path = context.command_path if context else "coverable"
    said: Any = getattr(error, "format_message", error.__str__)()
    if type(error).__name__ == "NoArgsIsHelpError":
        sys.stderr.write(f"{said}\n")
        return
    near: Any = getattr(error, "possibilities", None)
    if near:
        said = str(getattr(error, "message", said))
    next = (
        "did you mean " + " or ".join(f"`{n}`" for n in sorted(near)) + "?"
        if near
        else f"see `{path} --help`"
    )
    what = str(said).rstrip(".").replace("Value error, ", "")
    print_problems(
        [Problem(what[:1].lower() + what[1:], path, "the command line cannot be understood", next)]
    )


def _sorry(error: Exception) -> None:
    """One line; a traceback could show data of a patient, so it is shown only on demand."""
    if os.environ.get("COVERABLE_DEBUG"):
        import traceback

        traceback.print_exception(error)
    sys.stderr.write(
        f"Sorry, coverable failed ({type(error).__name__}); nothing was decided. This is a fault of ours: "
        "COVERABLE_DEBUG=1 shows where (and perhaps data of the request).\n"
    )


app = typer.Typer(
    cls=LazyGroup,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Start with `coverable demo`. Exit codes: 0 done, 1 findings, 2 could not run.",
)


def _version(wanted: bool) -> None:
    if wanted:
        from coverable import __version__

        sys.stdout.write(f"coverable {__version__}\n")
        raise typer.Exit(DONE)


@app.callback(invoke_without_command=True)
def coverable(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Medical coverage policies as files that people can read, prove, compare and run."""
    if context.invoked_subcommand is None:
        sys.stdout.write(context.get_help() + "\n")


def main() -> NoReturn:
    """The entry point of the program."""
    set_up_streams()
    app()
    raise SystemExit(DONE)
