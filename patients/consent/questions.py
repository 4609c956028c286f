"""Questions about a document as a person writes them, several in one text.

Questions are parted by an empty line. The first line asks; a line with "+ " is the right answer, one with "- "
a wrong one, and the line with "> " says why.
"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

RIGHT, WRONG, WHY = "+ ", "- ", "> "


def read_questions(text):
    """The questions in the text, as `issue` takes them; refuses one that is not written like this."""
    return [_read(part.strip()) for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]


def write_questions(questions):
    """The text of these UnderstandingQuestions, as `read_questions` reads it."""
    return "\n\n".join(
        "\n".join(
            [
                asked.question,
                *[
                    f"{RIGHT if number == asked.right else WRONG}{choice}"
                    for number, choice in enumerate(asked.choices, start=1)
                ],
                f"{WHY}{asked.explanation}",
            ]
        )
        for asked in questions
    )


def _read(part):
    question, *lines = [line.strip() for line in part.split("\n")]
    answers = [line for line in lines if line.startswith((RIGHT, WRONG))]
    right = [number for number, line in enumerate(answers, start=1) if line.startswith(RIGHT)]
    why = [line.removeprefix(WHY) for line in lines if line.startswith(WHY)]
    if len(right) != 1 or len(why) != 1 or len(answers) + len(why) != len(lines):
        raise ValidationError(
            _("“%(question)s” needs one right answer (+), one or more wrong ones (-) and one reason (>)."),
            code="unreadable",
            params={"question": question[:80]},
        )
    choices = [line[len(RIGHT) :] for line in answers]
    return {"question": question, "choices": choices, "right": right[0], "explanation": why[0]}
