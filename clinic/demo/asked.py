"""Twenty inquiries in every state, two of them perhaps of one person, from people who do not exist."""

import uuid
from datetime import timedelta

from patients.inquiries import answering, contacting, receiving
from patients.inquiries.models import Contact, Inquiry

ANSWERED_AFTER, PUT_OFF_FOR = timedelta(hours=5), timedelta(days=5)
EMAIL, PHONE = Inquiry.ContactBy.EMAIL, Inquiry.ContactBy.PHONE
DEMO = uuid.UUID("5ca1ab1e-0000-4000-8000-000000000000")

# name, hours ago, location, how to reach them, what they want help with, message, what became of it
ASKED = (
    ("Ana Example", 2, "riverside", EMAIL, ["depression"], "Do you see new people in the evening?", "new"),
    ("Bo Sample", 4, "lakeside", PHONE, ["pain"], "I use a wheelchair. Is there an elevator?", "new"),
    ("Anna Example", 7, "riverside", EMAIL, ["unsaid"], "I forgot to ask: is there parking?", "new"),
    ("Dot Demo", 20, "riverside", PHONE, ["anxiety", "depression"], "Please do not leave a message.", "new"),
    ("Eli Invented", 26, "lakeside", EMAIL, ["ptsd"], "I would like to ask about the first visit.", "new"),
    ("Flo Fictional", 74, "riverside", EMAIL, ["depression"], "How much does an evaluation cost?", "new"),
    ("Gil Madeup", 98, "lakeside", PHONE, ["other"], "My doctor told me to ask.", "new"),
    ("Hal Nobody", 30, "riverside", PHONE, ["depression"], "Mornings are best.", "in_touch"),
    ("Ida Nowhere", 50, "riverside", EMAIL, ["pain"], "Do you work with my pain clinic?", "in_touch"),
    ("Jo Pretend", 72, "lakeside", EMAIL, ["anxiety"], "I am away until next week.", "put_off"),
    (
        "Kit Notreal",
        120,
        "riverside",
        PHONE,
        ["depression", "ptsd"],
        "I have tried four medicines.",
        "in_touch",
    ),
    (
        "Lou Imagined",
        460,
        "riverside",
        EMAIL,
        ["depression"],
        "What happens at the evaluation?",
        "registered",
    ),
    ("May Storybook", 500, "riverside", PHONE, ["depression"], "", "registered"),
    ("Ned Paperman", 520, "riverside", EMAIL, ["pain"], "Long-term pain after surgery.", "registered"),
    ("Oda Dreamt", 560, "lakeside", EMAIL, ["depression"], "", "registered"),
    ("Pip Fable", 600, "lakeside", PHONE, ["depression", "anxiety"], "", "registered"),
    ("Quin Legend", 300, "riverside", EMAIL, ["unsaid"], "", Inquiry.CloseReason.NOT_NOW),
    ("Rae Rumor", 320, "lakeside", PHONE, ["pain"], "", Inquiry.CloseReason.NO_ANSWER),
    ("Sol Mirage", 400, "riverside", EMAIL, ["other"], "", Inquiry.CloseReason.ELSEWHERE),
    (
        "Buy Now",
        410,
        "riverside",
        EMAIL,
        ["other"],
        "Best prices for your website!!!",
        Inquiry.CloseReason.SPAM,
    ),
)
NOTES = {
    "Hal Nobody": "Called, spoke for ten minutes. Wants to think about it and will call on Monday.",
    "Kit Notreal": "Sent the page about the first visit. Evaluation to be booked when they answer.",
}


def demo_key(what):
    """The same form key for the same demo row every time, so that loading twice adds nothing."""
    return uuid.uuid5(DEMO, what)


def load_inquiries(locations, front_desk, now):
    """The inquiries by name, those in `ASKED` that are not here yet among them. Registering comes later."""
    inquiries = {}
    for number, (name, hours_ago, slug, contact_by, help_with, message, becomes) in enumerate(ASKED):
        key = demo_key(f"inquiry {name}")
        inquiry = Inquiry.objects.filter(form_key=key).first()
        if inquiry is None:
            inquiry = receiving.receive_inquiry(
                form_key=key,
                location=locations[slug],
                name=name,
                email=f"{name.split()[0].lower()}@visitor.example",
                phone=f"+121255501{number:02}",
                contact_by=contact_by,
                help_with=help_with,
                message=message,
                now=now - timedelta(hours=hours_ago),
            )
            _answer(inquiry, becomes, front_desk)
        inquiries[name] = inquiry
    return inquiries


def _answer(inquiry, becomes, front_desk):
    if becomes == Inquiry.State.NEW:
        return
    contacting.log_call(
        inquiry=inquiry,
        outcome=Contact.Outcome.SPOKE,
        text=NOTES.get(inquiry.name, ""),
        by=front_desk,
        now=inquiry.received_at + ANSWERED_AFTER,
    )
    if becomes in Inquiry.CloseReason:
        answering.close(inquiry=inquiry, reason=becomes, by=front_desk)
    elif becomes == "put_off":
        until = inquiry.location.today() + PUT_OFF_FOR
        answering.snooze(inquiry=inquiry, until=until, by=front_desk)
