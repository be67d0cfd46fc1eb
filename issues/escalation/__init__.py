"""督办: the steps above a reminder, suggested by rule and taken by a person: a numbered notice to the unit, with its reply."""
