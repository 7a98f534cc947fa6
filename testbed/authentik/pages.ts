import { DOUBLE, VERSION } from "./config";

/** Text made safe for HTML content and quoted attributes. */
export function escapeHtml(text: string): string {
  const entities: { [character: string]: string } = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** How a brand makes a page look. Empty texts leave the double's own look. */
export interface PageLook {
  /** Stands after the page's own title. */
  title: string;
  /** URL of a picture above the content. */
  logo: string;
  /** URL of a picture behind it. */
  background: string;
}

const OWN_LOOK: PageLook = { title: DOUBLE, logo: "", background: "" };

/**
 * A whole HTML page, marked as the double's so that nobody takes it for authentik.
 *
 * @param title plain text
 * @param body HTML, already escaped
 */
export function page(title: string, body: string, look: PageLook = OWN_LOOK): string {
  const logo = look.logo === "" ? "" : `<header><img src="${escapeHtml(look.logo)}" alt=""></header>\n`;
  const background =
    look.background === "" ? "" : ` style="background-image:url('${escapeHtml(encodeURI(look.background))}')"`;
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="generator" content="${DOUBLE} ${VERSION}">
<title>${escapeHtml(title)} - ${escapeHtml(look.title || DOUBLE)}</title></head>
<body${background}>
${logo}<main>
${body}
</main>
<footer><p>${DOUBLE} ${VERSION}: a stand-in for authentik on machines that can pull no image. Not authentik, guards nothing.</p></footer>
</body>
</html>
`;
}

/** authentik's bare answer for a host or path that nobody serves. */
export function notFoundPage(): string {
  return page("Not Found", "<h1>Not Found</h1>\n<p>The requested resource was not found on this server.</p>");
}
