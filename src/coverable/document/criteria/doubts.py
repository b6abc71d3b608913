"""What can be doubtful in criteria, and what the analyst is asked."""

from __future__ import annotations

from coverable.document.findings import Doubt

DOUBTS: dict[str, Doubt] = dict(  # noqa: C408
    no_quantifier=Doubt(
        "high",
        "A list without a word on how many of its items are needed",
        "Are all items needed, or is one enough?",
        "Neither the words over the list nor the ends of its items say it; the tree shows all of them.",
    ),
    connector_contradicts_quantifier=Doubt(
        "high",
        "The words over the list and the connectors between its items disagree",
        "Which of the two is meant?",
        "“All of the following” over items joined by “or” can mean either; the tree follows the words over the list.",
    ),
    mixed_connectors=Doubt(
        "high",
        "A list joined by “and” as well as “or”",
        "Which items belong together?",
        "Printed logic and meant logic can differ; nothing in the layout tells which items form a group.",
    ),
    and_or=Doubt(
        "medium",
        "Items joined by “and/or”",
        "Is one item enough?",
        "“And/or” is usually read as: one is enough. The tree shows that reading.",
    ),
    quantifier_unclear=Doubt(
        "high",
        "A quantifier without a settled sense",
        "How many of the items are needed, and how many are allowed?",
        "Words such as “not all”, “only one of” or a number that differs between words and digits.",
    ),
    count_mismatch=Doubt(
        "high",
        "The quantifier does not fit the number of items",
        "Is an item missing, or is the quantifier wrong?",
        "“Both” over three items, “two of the following” over one: an item was lost or is in the wrong list.",
    ),
    labels_mismatch=Doubt(
        "high",
        "The text names items that are not in the list, or leaves some out",
        "Which items does the sentence mean?",
        "“(i, ii, and iii)” over two items: one was lost, or the sentence was not updated.",
    ),
    list_lost=Doubt(
        "high",
        "A list is announced and none follows",
        "What stands in the list?",
        "The list was lost in the conversion or stands elsewhere. An empty list is never “met”.",
    ),
    list_structure=Doubt(
        "high",
        "It is not clear which item stands under which",
        "To which list does this item belong?",
        "Numbering or indents do not tell: a number is missing or repeated, or the indent fits no list.",
    ),
    items_not_mapped=Doubt(
        "high",
        "Items of a list among the criteria that no statement holds",
        "To which criterion do these items belong?",
        "The list was cut by a heading or a page, or the words over it say nothing that was understood.",
    ),
    key_word_damaged=Doubt(
        "medium",
        "A word that decides how criteria are read is damaged",
        "Which word stands here, and was the sentence read as it is meant?",
        "Slips, lost ligatures, glued words and footnote letters can hide a position or a quantifier.",
    ),
    position_elsewhere=Doubt(
        "medium",
        "A sentence of position outside of the criteria",
        "Does this sentence belong to the criteria?",
        "Descriptions and notes sometimes say what is necessary or covered; the tree does not hold it.",
    ),
    no_statements=Doubt(
        "high",
        "No statement of position was found in the document",
        "Where does the document say when the service is necessary or covered?",
        "The criteria may stand in another document, in a picture, or in words that were not understood.",
    ),
    text_ends_early=Doubt(
        "high",
        "The document ends in the middle of its criteria",
        "Is the document complete?",
        "Nothing follows the last criterion, and its sentence has no end: pages may be missing.",
    ),
    connector_at_end=Doubt(
        "high",
        "A list ends with “and” or “or”, and nothing follows",
        "Is an item missing?",
        "The connector announces another item.",
    ),
    items_exclude_each_other=Doubt(
        "high",
        "Items that cannot hold together in a list of which all are needed",
        "Is one of them enough, or is a bound wrong?",
        "Two bounds on the same value leave no patient who meets both.",
    ),
    paragraph_in_list=Doubt(
        "medium",
        "A paragraph without a marker between two items",
        "Does it belong to the item before, and does it change it?",
        "It can be the rest of the item, a remark, or an item whose marker was lost.",
    ),
    double_role=Doubt(
        "medium",
        "Words that are a condition and the head of a list at once",
        "Is the listed item needed besides the condition, or is it what shows the condition?",
        "Both readings are possible; the tree asks for the condition and for the list.",
    ),
    single_item=Doubt(
        "medium",
        "A quantifier over a list of one item",
        "Was an item lost?",
        "A list of one needs no quantifier; items may have been lost in the conversion.",
    ),
    lead_in_qualifier=Doubt(
        "low",
        "The words over the list narrow every item",
        "Does each item need this as well?",
        "A duration or bound in the words over the list holds for the items below.",
    ),
    inline_list=Doubt(
        "medium",
        "A list inside a sentence",
        "Are these the items, and are they joined as shown?",
        "Commas separate items as well as words within an item.",
    ),
    running_text=Doubt(
        "low",
        "Conditions in a running sentence",
        "Are these the conditions, and are all of them needed?",
        "A sentence without a list says “and” and “or” of conditions as well as of words within one.",
    ),
    and_or_scope=Doubt(
        "high",
        "“and” and “or” in one sentence",
        "Which words belong together?",
        "“A and B or C” has two readings; nothing in the sentence tells which.",
    ),
    exception_inside=Doubt(
        "medium",
        "A condition with an exception inside",
        "When does the exception hold, and what then?",
        "“Unless”, “except” or “if” inside an item makes it two conditions.",
    ),
    exception_in_note=Doubt(
        "medium",
        "A note changes a criterion",
        "Which criterion does the note change, and how?",
        "Notes and footnotes hold exceptions that the list above does not show.",
    ),
    only_for_some=Doubt(
        "medium",
        "An item that concerns some patients only",
        "What holds for everybody else?",
        "“For members under 18: …” in a list of which all items are needed asks nothing of others; the tree says so.",
    ),
    open_list=Doubt(
        "medium",
        "A list of examples",
        "Does something that is not listed count as well?",
        "“Including but not limited to” leaves the list open; the tree shows what is printed.",
    ),
    competing_statements=Doubt(
        "high",
        "Two statements on the same point disagree",
        "Which of them is in force?",
        "Marks of a tracked change were lost, or a passage was not removed. Both stand as candidates.",
    ),
    opposite_positions=Doubt(
        "high",
        "The same use is called necessary and not necessary",
        "Which position holds, and when?",
        "Two statements name the same use with opposite positions.",
    ),
    criteria_in_table=Doubt(
        "medium",
        "Criteria in a table",
        "Do the rows and columns mean what the tree shows?",
        "A table shows by position what sentences say in words.",
    ),
    sentence_not_mapped=Doubt(
        "medium",
        "A sentence among the criteria that sounds like a condition",
        "Is it a criterion?",
        "It says must, required, only or unless, and stands outside every list.",
    ),
    position_implied=Doubt(
        "medium",
        "Criteria without a sentence that says what they are for",
        "Is the service necessary when these hold, or are they asked for besides other criteria?",
        "Only the heading over them says so, or nothing does.",
    ),
    position_unclear=Doubt(
        "medium",
        "A position in unusual words",
        "Is the service necessary, not necessary, investigational, or not covered?",
        "The words fit none of the usual positions for certain.",
    ),
    use_in_heading=Doubt(
        "medium",
        "Headings over statements of one service that tell them apart",
        "Does the heading name the use that the criteria are for?",
        "The sentences are alike, so the heading is taken as a condition of its own.",
    ),
    general_criteria=Doubt(
        "medium",
        "General criteria that may hold besides others",
        "Do these criteria suffice, or must the specific ones below be met as well?",
        "A heading calls them general; a statement that holds by itself would say that they are enough.",
    ),
    reference_unknown=Doubt(
        "medium",
        "Criteria that stand elsewhere",
        "Where are these criteria, and are they encoded?",
        "The text points to another place; what stands there is not part of this document.",
    ),
)
