// Rich text for editors. Without it the field is a textarea; what is sent is cleaned on the server either way.
// The style rules of the editor stand in our sheet, so nothing is injected and no page needs a nonce.

function state(editor, button) {
  const level = button.dataset.level;
  return editor.isActive(button.dataset.is, level ? { level: Number(level) } : {});
}

function act(editor, button) {
  const level = button.dataset.level;
  const chain = editor.chain().focus();
  (level ? chain[button.dataset.do]({ level: Number(level) }) : chain[button.dataset.do]()).run();
}

function offerLink(editor, tools) {
  const row = tools.querySelector(".rich-link");
  const input = row.querySelector("input");
  const set = () => {
    const chain = editor.chain().focus().extendMarkRange("link");
    const typed = input.value.trim();
    const href = !typed || /^(https?:|mailto:|tel:|[/#?])/i.test(typed) ? typed : `https://${typed}`;
    (href ? chain.setLink({ href }) : chain.unsetLink()).run();
    row.hidden = true;
  };
  tools.querySelector("[data-link]").addEventListener("click", () => {
    row.hidden = !row.hidden;
    input.value = editor.getAttributes("link").href || "";
    if (!row.hidden) input.focus();
  });
  row.querySelector("[data-set]").addEventListener("click", set);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") { event.preventDefault(); set(); }
    if (event.key === "Escape") { row.hidden = true; editor.commands.focus(); }
  });
}

async function start(box) {
  const kit = await import(box.dataset.richText);
  const area = box.querySelector("textarea");
  const tools = box.querySelector(".rich-tools");
  const place = document.createElement("div");
  area.after(place);
  const label = document.querySelector(`label[for="${area.id}"]`);
  if (label) label.id ||= `${area.id}_label`;
  const attributes = { role: "textbox", "aria-multiline": "true", dir: "auto", class: "rich-area" };
  if (label) attributes["aria-labelledby"] = label.id;
  for (const name of ["aria-describedby", "aria-invalid", "aria-required"]) {
    if (area.hasAttribute(name)) attributes[name] = area.getAttribute(name);
  }
  const { Document, Paragraph, Text, HardBreak, Heading, Bold, Italic, BulletList, OrderedList, ListItem, Blockquote, Link, History } = kit;
  const show = ({ editor }) => {
    for (const button of tools.querySelectorAll("[data-is]")) button.setAttribute("aria-pressed", state(editor, button));
  };
  const editor = new kit.Editor({
    element: place,
    injectCSS: false,
    editable: !area.disabled,
    content: area.value,
    editorProps: { attributes },
    extensions: [Document, Paragraph, Text, HardBreak, Heading.configure({ levels: [2, 3, 4] }), Bold, Italic, BulletList,
      OrderedList, ListItem, Blockquote, Link.configure({ openOnClick: false, enableTarget: false }), History],
    onTransaction: show,
    onUpdate: ({ editor: changed }) => {
      area.value = changed.isEmpty ? "" : changed.getHTML();
      area.dispatchEvent(new Event("input", { bubbles: true }));
    },
  });
  for (const button of tools.querySelectorAll("[data-do]")) {
    button.addEventListener("mousedown", (event) => event.preventDefault()); // the text keeps the focus: no key is lost meanwhile
    button.addEventListener("click", () => act(editor, button));
  }
  offerLink(editor, tools);
  if (label) label.addEventListener("click", () => editor.commands.focus());
  area.hidden = true;
  area.required = false;
  tools.hidden = false;
  show({ editor });
}

for (const box of document.querySelectorAll("[data-rich-text]")) start(box);
