"""What some of the demo's patients answered to the health questions. None of it is anybody's."""

from datetime import timedelta

from patients.people.models import Patient
from patients.safety import following
from patients.safety.models import SafetyTask
from patients.screening import answering
from patients.screening.models import QuestionnaireResponse

from .asked import demo_key

# legal name: days ago, what they answered otherwise than somebody with nothing to tell
ANSWERED = {
    "Tam Novel": (20, {"S08": "yes_controlled", "S34": "unsure", "S51": ["step_free"]}),
    "Ken Keepsake": (3, {"S08": "yes_not_controlled", "S24": "prefer_not"}),
    "Moe Myth": (2, {"S06": "unsure", "S11": "yes"}),
    "Nan Nocturne": (2, {"S33": ("yes", "Half a sleeping pill, some nights (demo)."), "S30": "yes_treated"}),
    "Ora Opus": (1, {"S02": "prefer_not"}),
}
BEGUN = ("Pam Parable", {"S45": ["depression"], "S46": "tried_2", "S44": "no"})
REASSURED = "Ora Opus"


def load_answers(team, now):
    """Finished answers with their flags, one person in the middle of them, and one safety task taken up."""
    for legal_name, (days_ago, otherwise) in ANSWERED.items():
        patient = Patient.objects.get(legal_name=legal_name)
        if QuestionnaireResponse.objects.filter(patient=patient).exists():
            continue
        at = now - timedelta(days=days_ago)
        response = answering.begin(patient=patient, now=at)
        rules = answering.questions_for(patient.location, attended=True)
        _save(response, {rule: nothing_to_tell(rule) for rule in rules}, otherwise, legal_name, at)
        answering.submit(response=response, attended=True, now=at + timedelta(minutes=12))
    _begin(now)
    for task in SafetyTask.objects.nobody_took_up().filter(patient__legal_name=REASSURED):
        following.acknowledge(task=task, by=team["clinician"], now=task.raised_at + timedelta(minutes=9))


def nothing_to_tell(rule):
    """The answer to a question by somebody whose answers raise nothing that can be left out."""
    if rule.answer_type == "height_and_weight":
        return {"height_cm": "171", "weight_kg": "68"}
    if rule.takes_several:
        return ["none"] if "none" in rule.choices else [rule.choices[0]]
    quiet = ("no", "never", "nothing", "tried_2")
    return "yes" if rule.key == "S47" else next(choice for choice in quiet if choice in rule.choices)


def _begin(now):
    legal_name, said = BEGUN
    patient = Patient.objects.get(legal_name=legal_name)
    if QuestionnaireResponse.objects.filter(patient=patient).exists():
        return
    response = answering.begin(patient=patient, now=now - timedelta(hours=5))
    rules = [rule for rule in answering.questions_for(patient.location, attended=True) if rule.key in said]
    _save(response, {rule: said[rule.key] for rule in rules}, {}, legal_name, now - timedelta(hours=5))


def _save(response, values, otherwise, legal_name, at):
    said = {rule: otherwise.get(rule.key, value) for rule, value in values.items()}
    answers = {rule: value if isinstance(value, tuple) else (value, "") for rule, value in said.items()}
    answering.save_answers(
        response=response, answers=answers, form_key=demo_key(f"{legal_name} answered"), now=at
    )
