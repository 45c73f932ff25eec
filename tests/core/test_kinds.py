import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.core.kinds import UNKNOWN, guess_kind
from coach.core.records import Kind

WALL: dict[Kind, tuple[str, ...]] = {
    "behavioural": (
        "Tell me about a time you had to calm somebody down.",
        "Give me an example of when you went beyond what was asked.",
        "Describe a situation where you had to work with someone you didn't get on with.",
        "Can you think of an occasion when you spotted a problem before anyone else?",
        "Have you ever had to tell your boss they were wrong?",
        "When was the last time you learned something completely new for work?",
        "What's the achievement you're most proud of?",
        "Talk me through a project you led from start to finish.",
        "Walk me through a day when everything went wrong at once and you had to choose.",
        "Could you share an experience of helping a colleague who was struggling?",
        "I'd like to hear about a customer you won't forget.",
        "Who is the most difficult person you have ever worked with, and how did you manage it?",
        "How do you handle conflict in a team?",
        "How do you prioritise when everything is urgent?",
        "Describe your leadership style.",
        "Tell me about a conflict with a coworker.",
        "What is the hardest decision you've had to make at work?",
        "How do you deal with stress?",
        "Give us an instance in which you had to persuade a sceptical audience.",
        "Think of a moment you had to act without instructions. What happened?",
        "Tell us about the biggest change you've had to adapt to.",
        "Ever had to break bad news to a family?",
        "How do you stay organised?",
        "What feedback have you received that changed how you work?",
        "Tell me about your favourite customer.",
        "How have you supported a person with dementia?",
        "What have you done to make your workplace safer?",
        "How did you make it work?",
        "Which goal did you reach that nobody thought you would?",
        "What had you done to earn their trust?",
        "Give me an example of an error you found.",
    ),
    "behavioural_failure": (
        "Tell me about a time you failed.",
        "What's the biggest mistake you've made at work?",
        "Describe a project that didn't go to plan because of you.",
        "Give me an example of a decision you regret.",
        "When did you last get something badly wrong?",
        "Tell me about a goal you missed.",
        "Can you tell us about something you would do differently if you had the chance again?",
        "Have you ever missed a deadline?",
        "Tell me about a time you let your team down.",
        "What's the worst error you ever made on a ward, and what came of it?",
        "Describe a setback and what you took from it.",
        "Talk about an occasion when your work fell short of the standard.",
        "Tell me about a medication error you were involved in.",
        "What was your greatest professional failure?",
        "Tell me about something that broke in your hands. What was your part in it?",
        "When did you make a poor decision?",
        "Tell me about a deadline you missed.",
    ),
    "situational": (
        "What would you do if two customers needed you at the same moment?",
        "Imagine you find cash missing from the till at closing. What next?",
        "Suppose your supervisor asked you to skip a safety check. How would you respond?",
        "How would you handle a patient who refuses treatment?",
        "A parent shouts at you in the corridor. What do you do?",
        "Let's say half the shift calls in sick. What's your first move?",
        "If a colleague took credit for your work, how would you deal with it?",
        "You're given three tasks due at five o'clock and can finish only two. What do you do?",
        "You notice a coworker has been drinking. How do you react?",
        "Picture this: the system goes down on the busiest day of the year. Where do you start?",
        "What steps would you take if you disagreed with a company policy?",
        "Say a client asks for a discount you're not allowed to give. What would you tell them?",
        "How would you approach your first ninety days here?",
        "If we offered you this job, what would you want to tackle first?",
        "A pupil stops coming to your class. How would you go about it?",
        "Assume the delivery is two hours late and the driver isn't answering. What now?",
        "What will you do when a patient's relative films you?",
        "If you have two calls waiting, how do you choose?",
        "The line stops. What do you do next?",
    ),
    "motivation": (
        "Why do you want to work on this ward?",
        "Why would you like to work on the railways?",
        "Why do you want to work here?",
        "What attracted you to this role?",
        "Why nursing?",
        "What do you know about our company?",
        "Where do you see yourself in five years?",
        "What interests you about this position?",
        "Why did you apply?",
        "What gets you out of bed in the morning?",
        "What are you looking for in your next job?",
        "Why us and not our competitors?",
        "What made you choose teaching?",
        "What are your career goals?",
        "What drives you?",
        "How does this post fit into your long-term plans?",
        "There are easier ways to earn a living. What draws you to this?",
        "How did you hear about us?",
        "Why have you applied?",
    ),
    "introduction": (
        "Tell me about yourself.",
        "So, tell us a bit about you.",
        "Walk me through your CV.",
        "Can you take me through your background?",
        "Introduce yourself, please.",
        "Run me through your resume.",
        "Who are you, in a minute or two?",
        "Give me a quick summary of your career so far.",
        "Tell me about your background.",
        "What experience do you have with this?",
    ),
    "strengths_weaknesses": (
        "What are your strengths?",
        "What is your greatest weakness?",
        "What would your last manager say you need to improve?",
        "How would your colleagues describe you?",
        "Describe yourself in three words.",
        "Why should we hire you?",
        "What makes you the best candidate?",
        "What do you bring that others don't?",
        "Which skill do you still need to work on?",
        "What are you good at?",
        "What do you struggle with at work?",
        "Name one area where you'd like to develop.",
        "What would your old boss say about you?",
        "Are you a team player?",
        "Which qualities do you bring?",
    ),
    "technical_explanation": (
        "Explain how a heat pump works to someone who has never seen one.",
        "What is the difference between a process and a thread?",
        "How does compound interest work?",
        "Can you explain what FIFO means in a warehouse?",
        "How do you take a manual blood pressure?",
        "What does a database index do?",
        "Describe how you would explain sepsis to a student.",
        "Walk me through how you reconcile a bank statement.",
        "What's the procedure for a lockout before maintenance?",
        "Tell me what happens when you type a web address into a browser.",
        "In plain words, what is inflation?",
        "How would you explain your job to a ten-year-old?",
        "What are the signs of a stroke?",
        "Define good hand hygiene.",
    ),
    "salary": (
        "What are your salary expectations?",
        "How much do you want to earn?",
        "What are you earning at the moment?",
        "What kind of package are you looking for?",
        "What hourly rate did you have in mind?",
        "The pay is lower than you asked for. Would you still take it?",
        "What would it cost us to have you?",
    ),
    "closing": (
        "Do you have any questions for us?",
        "Is there anything you'd like to ask?",
        "Anything else you want to add before we finish?",
        "What questions do you have for me?",
        "Is there something we haven't covered that you want us to know?",
        "That's all from us. Over to you.",
        "Any last words?",
    ),
    "leaving_reason": (
        "Why are you leaving your current job?",
        "Why did you leave your last position?",
        "Can you explain the gap in your CV?",
        "Why were you let go?",
        "What have you been doing since 2022?",
        "You've changed jobs three times in two years. Why?",
        "Why do you want to change careers now?",
        "Were you fired?",
        "What made you decide to move on from Tesco?",
        "I see you were out of work for eight months. What happened?",
        "Why are you looking to leave after only a year?",
        "You didn't finish your degree. How come?",
        "What brings you back to work after such a long break?",
    ),
}


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in WALL.items() for text in texts])
def test_a_question_is_known_by_its_words(kind: Kind, text: str) -> None:
    assert guess_kind(text) == kind


@pytest.mark.parametrize("text", ["", "?", "Bananas.", "Erzählen Sie von sich."])
def test_what_no_rule_knows_is_taken_for_behavioural(text: str) -> None:
    assert guess_kind(text) == UNKNOWN == "behavioural"


def test_capitals_spaces_and_curly_apostrophes_do_not_matter() -> None:
    assert guess_kind("  WHAT\u2019S  your\n greatest WEAKNESS? ") == "strengths_weaknesses"


@settings(deadline=None)  # the clock of a busy machine is no finding
@given(st.text())
def test_any_text_has_a_kind(text: str) -> None:
    assert guess_kind(text)


def test_a_very_long_text_takes_no_longer_than_a_short_one() -> None:
    assert guess_kind("tell me about you let " * 50_000) == guess_kind("tell me about you let " * 30)
