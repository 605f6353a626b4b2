"""From what documents say to what is known: a pure function of the claims.

    readings -> names (which entity each name is)
             -> cells (what fused scalar cells hold)      -> scalar facts
             -> support (who has which task and feature)  -> support facts
             -> edges

Every step looks at all current documents at once, so that no order of imports can matter.
"""

from service.domain.consolidation.consolidate import consolidate

__all__ = ["consolidate"]
