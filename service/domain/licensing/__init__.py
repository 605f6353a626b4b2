"""What licences allow: names to labels, terms as data, verdicts derived from the terms.

A question goes through the package in this order:

1. Names. `names` reads what a source writes; `labels` says what a name may come to: a tree of AND,
   OR and "one of these", whose leaves are SPDX expressions.
2. Terms. `terms` is the schema of the files in `terms/`, `library` reads them, `provisions` lists
   what one licence provides, `data` reads all files of this package.
3. Questions. `questions` says what can be asked, in the words of `verdicts`: materials, uses, who
   asks, and what the result is to carry.
4. Uses, one licence at a time. `uses` applies a plan (`plans`) to a licence (`cases`): `limits` to
   who asks, `rules` and `duties` to what is done, `training` to what learns from it.
5. Pairs, two licences at a time: may what is made of one carry the other? `pairs` asks the first of
   these that speaks: OSADL's `matrix`, Creative Commons' `charts`, and the terms (`inheritance`).
   `learning` does so for students and outputs, `weights` for weights under their code's licence.
   `readings` has what is contested.
6. Judging. `judging` works a question out: `situations` puts uses and pairs together for each
   licence that the result could carry (`candidates`), `folding` carries that up a label's tree, and
   `levels` does it for all candidates at once.

Registry: `lineage` finds the labels that models inherit, `materials` makes questions of models,
`drift` compares labels along the lineage, `usability` and `clauses` prepare filters in SQL, and
`digest` tells when all of it is to be worked out anew.

UNKNOWN is an answer everywhere. A verdict is the worst of the reasons that decide, and each reason
cites the clause, the matrix or the published reading that it rests on.
"""
