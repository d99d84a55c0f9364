"""Posts: how a unit's establishment divides over the roles."""

from tbkk_sim.settings.staffing import Staffing


def divide(total: int, shares: dict[str, float]) -> dict[str, int]:
    """Divide a whole number by shares (largest remainder; ties go to the first)."""
    weight = sum(shares.values())
    if total <= 0 or weight <= 0:
        return dict.fromkeys(shares, 0)
    exact = {name: total * share / weight for name, share in shares.items()}
    whole = {name: int(amount + 1e-9) for name, amount in exact.items()}
    by_remainder = sorted(shares, key=lambda name: whole[name] - exact[name])
    for name in by_remainder[: total - sum(whole.values())]:
        whole[name] += 1
    return whole


def posts_by_role(staffing: Staffing, unit: str) -> dict[str, int]:
    """Posts of each role in a unit at the start."""
    of_unit = staffing.units[unit]
    return divide(of_unit.posts, dict(of_unit.role_share or staffing.role_share))
