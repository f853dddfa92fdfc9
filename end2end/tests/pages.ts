import type { APIRequestContext } from "@playwright/test";

export type Item = { kind: string; id: string; title: string; path: string; organisation: string };

/** The items a search finds, from the same API that everyone has. */
export async function find(request: APIRequestContext, parameters: string): Promise<Item[]> {
  const response = await request.get(`/api/v1/search?${parameters}`);
  if (!response.ok()) throw new Error(`search ${parameters}: ${response.status()}`);
  return (await response.json()).items;
}

/** Where a mistake on the page of a service is reported. */
export function report(locale: string, service: Item): string {
  return `/${locale}/services/${service.id}/report`;
}

/** The code of a printed list, made as somebody makes it who prints: `about` is what follows `card/`. */
export async function codeOf(request: APIRequestContext, about: string): Promise<string> {
  const response = await request.post(`/en/card/${about}`, {
    headers: { "content-type": "application/x-www-form-urlencoded" },
    data: "",
  });
  const code = (await response.text()).match(/\/q\/([a-z0-9]{7})</);
  if (!code) throw new Error(`no code for ${about}: ${response.status()}`);
  return code[1];
}

/** One address of each kind of page in one language, with the status it answers. */
export async function pages(request: APIRequestContext, locale: string): Promise<[string, string, number][]> {
  const [service] = await find(request, `lang=${locale}&kind=service&per_page=1`);
  const [opportunity] = await find(request, `lang=${locale}&kind=opportunity&per_page=1`);
  const [organisation] = await find(request, `lang=${locale}&kind=organisation&per_page=1`);
  return [
    ["home", `/${locale}`, 200],
    ["search", `/${locale}/search?q=a`, 200],
    ["search with filters", `/${locale}/search?kind=service&need=food`, 200],
    ["near, open now", `/${locale}/search?q=a&near=38.571,-7.913&radius=50000&open=now`, 200],
    ["a place among the words", `/${locale}/search?q=food+in+derry`, 200],
    ["little found", `/${locale}/search?q=food&territory=PT187&cost=paid`, 200],
    ["saved list", `/${locale}/saved?ids=${service.id},${organisation.id}&removed=${opportunity.id}`, 200],
    ["nothing saved", `/${locale}/saved`, 200],
    ["nothing found", `/${locale}/search?q=zzzzqqqxxx`, 200],
    ["needs", `/${locale}/needs`, 200],
    ["need", `/${locale}/needs/food`, 200],
    ["sensitive need", `/${locale}/needs/domestic-violence`, 200],
    ["card", `/${locale}/needs/eviction/pt`, 200],
    ["easy card", `/${locale}/needs/eviction/pt/easy`, 200],
    ["to print", `/${locale}/card/search?q=food&size=a4`, 200],
    ["a scanned search", `/q/${await codeOf(request, "search?q=food&need=food")}`, 200],
    ["a scanned list", `/q/${await codeOf(request, `search?ids=${service.id},${organisation.id}`)}`, 200],
    ["service", service.path, 200],
    ["opportunity", opportunity.path, 200],
    ["organisation", organisation.path, 200],
    ["report", report(locale, service), 200],
    ["reported", `${report(locale, service)}/thanks`, 200],
    ["styleguide", `/${locale}/styleguide`, 200],
    ["privacy", `/${locale}/privacy`, 200],
    ["accessibility", `/${locale}/accessibility`, 200],
    ["safety", `/${locale}/safety`, 200],
    ["not found", `/${locale}/nothing-here`, 404],
  ];
}
