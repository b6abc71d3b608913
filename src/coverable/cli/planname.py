"""Plans as people name them on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coverable.base.problem import did_you_mean, refuse

if TYPE_CHECKING:
    from coverable.plan.book import Plan, PlanBook


def chosen_plans(book: PlanBook, names: list[str], where: str) -> list[Plan]:
    """The plans of these names, or all. Refused, with the nearest names, when one is not known."""
    for name in names:
        if name not in book.plans:
            raise refuse(
                f"no plan `{name}`", where, "it is not in the library", did_you_mean(name, book.plans)
            )
    return [book.plans[name] for name in names or sorted(book.plans)]
