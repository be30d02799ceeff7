"""Deadlines as the answers of this service say them: the rule, its instant and what follows."""

from typing import Any

from services.bookings.domain.deadline import DeadlineRule, Terms


def rule_json(rule: DeadlineRule) -> dict[str, Any]:
    return {
        "anchor": rule.anchor,
        "before": rule.before,
        "on": rule.on,
        "at": rule.at,
        "acts": rule.acts,
        "weekdays": rule.weekdays,
        "skipping": rule.skipping,
        "consequence": rule.consequence,
        "surcharge": rule.surcharge,
    }


def terms_json(terms: Terms | None) -> dict[str, Any]:
    """`until` is the next limit and `then` what follows; `late` is what holds already."""
    told = terms.told if terms else None
    return {
        "until": told.until if told else None,
        "then": told.rule.consequence if told else None,
        "rule": rule_json(told.rule) if told else None,
        "late": terms.consequence if terms else None,
        "surcharge": terms.surcharge if terms else None,
    }
