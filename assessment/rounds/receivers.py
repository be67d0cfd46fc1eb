"""A frozen round stands still in the database itself, with everything that its figures are made of (decision 0008)."""

from hezhang.core.audit.still import stands_still

FROZEN = "EXISTS (SELECT 1 FROM assessment_round WHERE id = {round} AND state = 'frozen')"
OF_SUBJECT = "(SELECT round_id FROM assessment_subject WHERE id = {subject})"
OF_SCORE = OF_SUBJECT.format(subject="(SELECT subject_id FROM assessment_score WHERE id = {row}.score_id)")
OF_SCHEME = "EXISTS (SELECT 1 FROM assessment_round WHERE scheme_id = {scheme} AND state = 'frozen')"

stands_still("assessment_round", "{row}.state = 'frozen'", itself=True)
for table in ("subject", "manualentry"):
    stands_still(f"assessment_{table}", FROZEN.format(round="{row}.round_id"))
for table in ("groupscore", "score"):
    stands_still(f"assessment_{table}", FROZEN.format(round=OF_SUBJECT.format(subject="{row}.subject_id")))
stands_still("assessment_scorerow", FROZEN.format(round=OF_SCORE))
# The rules that it was scored by. Which version is the current one is no part of them.
stands_still("assessment_scheme", OF_SCHEME.format(scheme="{row}.id"), columns=("id", "name", "version", "bonus_cap"))
for table in ("band", "group", "indicator"):
    stands_still(f"assessment_{table}", OF_SCHEME.format(scheme="{row}.scheme_id"))
