// What a page of models asks for. Relay's compiler reads the texts; where the page runs, `graphql` gives
// what each was compiled to, as Relay's plugin for Babel does.
export const catalogue = (graphql) => ({
  page: graphql`
    query CatalogueQuery($slug: String!) {
      ...Catalogue_models
      model(slug: $slug) {
        id
        ...Catalogue_model
      }
    }
  `,
  models: graphql`
    fragment Catalogue_models on Query
    @argumentDefinitions(count: { type: "Int", defaultValue: 3 }, cursor: { type: "String" })
    @refetchable(queryName: "CatalogueModelsQuery") {
      models(first: $count, after: $cursor) @connection(key: "Catalogue_models") {
        edges {
          node {
            name
          }
        }
      }
    }
  `,
  model: graphql`
    fragment Catalogue_model on Model
    @argumentDefinitions(support: { type: "[Support!]", defaultValue: [YES] })
    @refetchable(queryName: "CatalogueModelQuery") {
      name
      tasks(support: $support, first: 2) {
        support
        task {
          name
        }
      }
    }
  `,
});
