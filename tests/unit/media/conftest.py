"""Laws are about bytes, not about how busy the machine is: no deadline per example."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile("media", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("media")
