"""What licences allow: names to expressions, terms as data, verdicts derived from the terms."""
