"""A second writing of part of Bolivia's law, as an OpenFisca country package: see README.md."""

from openfisca_bolivia.system import BoliviaTaxBenefitSystem, simulation_of

__all__ = ["BoliviaTaxBenefitSystem", "simulation_of"]
