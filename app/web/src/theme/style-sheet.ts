interface HeadEntry {
  readonly style: readonly { readonly textContent: string }[];
}

/**
 * Vuetify writes its theme into a <style> element, which the content security policy forbids, unless the app has a head
 * manager (unhead's interface, under the name `usehead`). This one puts the styles into a constructed style sheet.
 */
export function styleSheetHead() {
  const sheet = new CSSStyleSheet();
  document.adoptedStyleSheets.push(sheet);
  const write = (head: () => HeadEntry) =>
    sheet.replaceSync(
      head()
        .style.map(({ textContent }) => textContent)
        .join("\n"),
    );
  return {
    push(head: () => HeadEntry) {
      write(head);
      return { patch: write };
    },
  };
}
