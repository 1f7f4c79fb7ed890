"""What codes mean: CAMEO, PLOVER, quad classes, Goldstein values, from seeds/ontology. Nothing here looks at text."""

from pipeline.ontology.lookup import Code, Ontology, OntologyError

__all__ = ["Code", "Ontology", "OntologyError"]
