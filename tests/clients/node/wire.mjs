// How requests went over the wire: [{method, query, status, error}], where query says whether the
// document was sent and error is the message of the first error that came back.
export function tap() {
  const sent = [];
  async function tapped(address, options) {
    const response = await fetch(address, options);
    const { errors } = await response.clone().json();
    sent.push({
      method: options.method ?? "GET",
      query: new URL(address).searchParams.has("query") || !!JSON.parse(options.body ?? "{}").query,
      status: response.status,
      error: errors?.[0].message ?? null,
    });
    return response;
  }
  return { sent, fetch: tapped };
}
