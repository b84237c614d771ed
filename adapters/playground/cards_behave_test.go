package playground_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

// behaviour is something that people do with a card in the page, in JavaScript, and what it comes to, as JSON. In the script, body(...)
// is an Adaptive Card of these elements, act(...) one with a text and these actions, and settled() waits for promises.
type behaviour struct{ name, script, want string }

func behaves(t *testing.T, all []behaviour) {
	t.Helper()
	page := openCards(t)
	page.eval(`(() => {
		const version = {type: "AdaptiveCard", version: "1.5"};
		Object.assign(window, {
			body: (...elements) => h.adaptive({...version, body: elements}),
			act: (...actions) => h.adaptive({...version, body: [{type: "TextBlock", text: "card"}], actions}),
			settled: h.settled,
			$: (selector) => document.querySelector(selector),
			$$: (selector) => [...document.querySelectorAll(selector)],
			button: (title) => [...document.querySelectorAll("button")].find((b) => b.textContent === title),
			hero: (content) => ({contentType: "application/vnd.microsoft.card.hero", content}),
			type: (field, value) => { field.value = value; field.dispatchEvent(new Event("input", {bubbles: true})); },
			key: (target, key) => target.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true})),
		});
		return true;
	})()`, new(bool))
	for _, b := range all {
		got := run[json.RawMessage](page, nil, b.script)
		require.JSONEq(t, b.want, string(got), b.name)
	}
}

func TestCardsInputs(t *testing.T) {
	t.Parallel()
	behaves(t, []behaviour{
		{
			name: "a required input that is empty keeps a button from sending, says so, and gets the focus",
			script: `const {host} = h.show(h.adaptive({type: "AdaptiveCard", version: "1.5",
				body: [{type: "Input.Text", id: "n", label: "Name", isRequired: true, errorMessage: "Who?"}],
				actions: [{type: "Action.Submit", title: "Go"}]}));
			const before = $(".card-input-error").hidden;
			button("Go").click(); await settled();
			const told = [host.asked.length, $(".card-input-error").textContent, $("input").getAttribute("aria-invalid"), document.activeElement === $("input")];
			type($("input"), "Ann"); const taken = $(".card-input-error").hidden;
			button("Go").click(); await settled();
			return [before, ...told, taken, host.asked[0].data];`,
			want: `[true, 0, "Who?", "true", true, true, {"n": "Ann"}]`,
		},
		{
			name: "each check of a value, without the card's own words",
			script: `const wrong = async (input, value) => {
				h.show(h.adaptive({type: "AdaptiveCard", version: "1.5", body: [{id: "x", ...input}], actions: [{type: "Action.Submit", title: "Go"}]}));
				type($(".card-frame input"), value); button("Go").click(); await settled();
				return $(".card-input-error").textContent;
			};
			return [
				await wrong({type: "Input.Text", regex: "^[a-z]+$"}, "A1"),
				await wrong({type: "Input.Text", regex: "["}, "A1"),
				await wrong({type: "Input.Number", min: 3}, "2"),
				await wrong({type: "Input.Number", max: 3}, "4"),
				await wrong({type: "Input.Date", min: "2026-02-01"}, "2026-01-31"),
				await wrong({type: "Input.Time", max: "12:00"}, "12:01"),
				await wrong({type: "Input.ChoiceSet", style: "filtered", choices: [{title: "A", value: "a"}]}, "B"),
				await wrong({type: "Input.Toggle", title: "Agree", isRequired: true}, "on"),
				await wrong({type: "Input.Number", min: 3, max: 5}, "4"),
			].map((text) => text.slice(0, 48));`,
			want: `["This does not match ^[a-z]+$.", "The card's regular expression cannot be read: In", "This must be 3 or more.",
				"This must be 3 or less.", "This must be 2026-02-01 or more.", "This must be 12:00 or less.", "This is none of the choices.",
				"This must be filled in.", ""]`,
		},
		{
			name: "a required input that is hidden does not block a button in silence",
			script: `const {host} = h.show(h.adaptive({type: "AdaptiveCard", version: "1.5",
				body: [{type: "Input.Text", id: "n", label: "Name", isRequired: true, isVisible: false}],
				actions: [{type: "Action.Submit", title: "Go"}]}));
			button("Go").click(); await settled();
			return [host.asked.length, $(".card-problem").textContent];`,
			want: `[0, "What is not shown now must be filled in first: Name"]`,
		},
		{
			name: "an id such as __proto__ is data like any other",
			script: `const {host} = h.show(h.adaptive({type: "AdaptiveCard", version: "1.5", body: [{type: "Input.Text", id: "__proto__", value: "x"}],
				actions: [{type: "Action.Submit", title: "Go"}]}));
			button("Go").click(); await settled();
			return [JSON.stringify(host.asked[0].data), ({}).x === undefined];`,
			want: `["{\"__proto__\":\"x\"}", true]`,
		},
		{
			name: "an inline action is pressed with Enter, and data that is no object stays what it is",
			script: `const {host} = h.show(body({type: "Input.Text", id: "q", value: "soup", inlineAction: {type: "Action.Submit", title: "Ask", data: "a text"}}));
			key($("input"), "Enter"); await settled();
			return host.asked.map((r) => [r.kind, r.data]);`,
			want: `[["submit", "a text"]]`,
		},
		{
			name: "choices of the bot while a person types",
			script: `let asked; const host = h.recorder({act: async (r) => { asked = r; return {value: {results: [{title: "Ann", value: "a"}]}}; }});
			h.show(h.adaptive({type: "AdaptiveCard", version: "1.5", body: [
				{type: "Input.Text", id: "team", value: "red"},
				{type: "Input.ChoiceSet", id: "who", style: "filtered", "choices.data": {type: "Data.Query", dataset: "people", count: 5, associatedInputs: "auto"}}],
				actions: [{type: "Action.Submit", title: "Go"}]}), host);
			type($$("input")[1], "An");
			while (!$("option")) await settled();
			const query = asked;
			type($$("input")[1], "Ann"); button("Go").click(); await settled();
			return [query.kind, query.dataset, query.queryText, query.queryOptions, query.data, $("option").value, asked.data];`,
			want: `["typeahead", "people", "An", {"skip": 0, "top": 5}, {"team": "red"}, "Ann", {"team": "red", "who": "a"}]`,
		},
		{
			name: "every field has a name for who does not see it",
			script: `h.show(h.adaptive({type: "AdaptiveCard", version: "1.5", body: [
				{type: "Input.Text", id: "a", label: "With label"}, {type: "Input.Text", id: "b", placeholder: "With placeholder"}, {type: "Input.Text", id: "bare"},
				{type: "Input.Toggle", id: "t", title: "Toggle"}, {type: "Input.ChoiceSet", id: "c", label: "Group", style: "expanded", choices: [{title: "One", value: "1"}]}]}));
			return [...$$("input").map((f) => f.labels?.[0]?.textContent ?? f.getAttribute("aria-label")), document.getElementById($("[role=radiogroup]").getAttribute("aria-labelledby")).textContent];`,
			want: `["With label", "With placeholder", "bare", "Toggle", "One", "Group"]`,
		},
	})
}

func TestCardsActions(t *testing.T) {
	t.Parallel()
	behaves(t, []behaviour{
		{
			name: "a button is disabled while its answer is awaited, and says why it failed",
			script: `let fail; const host = h.recorder({act: () => new Promise((_, reject) => { fail = reject; })});
			h.show(act({type: "Action.Execute", title: "Go", verb: "v"}), host);
			button("Go").click(); const during = button("Go").disabled;
			fail(new Error("The bot answered 500")); await settled();
			const after = [button("Go").disabled, $(".card-problem").textContent, $(".card-problem").hidden, $(".card-problem").getAttribute("role")];
			button("Go").click();
			return [during, ...after, $(".card-problem").hidden];`,
			want: `[true, false, "The bot answered 500", false, "alert", true]`,
		},
		{
			name: "what is tapped is not done twice while its answer is awaited, nor is what is around it",
			script: `let asked = []; const host = h.recorder({act: (r) => { asked.push(r.data.n); return new Promise(() => {}); }});
			h.show(body({type: "Container", selectAction: {type: "Action.Submit", data: {n: "outer"}}, items: [
				{type: "Container", selectAction: {type: "Action.Submit", data: {n: "inner"}}, items: [{type: "TextBlock", text: "tap"}]}]}), host);
			const inner = $$(".card-selectable")[1];
			inner.click(); inner.click(); await settled();
			return [asked, inner.getAttribute("aria-disabled"), inner.tabIndex, inner.getAttribute("role")];`,
			want: `[["inner"], "true", 0, "button"]`,
		},
		{
			name: "what is tapped works with Enter and the space bar",
			script: `const {host} = h.show(body({type: "Container", selectAction: {type: "Action.Execute", verb: "open"}, items: [{type: "TextBlock", text: "tap"}]}));
			key($(".card-selectable"), "Enter"); await settled(); key($(".card-selectable"), " "); await settled(); key($(".card-selectable"), "a"); await settled();
			return host.asked.map((r) => [r.kind, r.verb, r.trigger]);`,
			want: `[["execute", "open", "manual"], ["execute", "open", "manual"]]`,
		},
		{
			name: "toggle: shown, hidden, and set",
			script: `h.show(h.adaptive({type: "AdaptiveCard", version: "1.5", body: [{type: "TextBlock", id: "t", text: "more", isVisible: false}], actions: [
				{type: "Action.ToggleVisibility", title: "Toggle", targetElements: ["t", {elementId: "missing"}]},
				{type: "Action.ToggleVisibility", title: "Hide", targetElements: [{elementId: "t", isVisible: false}]}]}));
			const seen = () => $(".card-body").textContent.includes("more") && $(".card-textblock").checkVisibility();
			const states = [seen()];
			for (const title of ["Toggle", "Toggle", "Toggle", "Hide", "Hide"]) { button(title).click(); states.push(seen()); }
			return states;`,
			want: `[false, true, false, true, false, false]`,
		},
		{
			name: "show card: one at a time, and its button says whether it is open",
			script: `const inner = (text) => ({type: "AdaptiveCard", body: [{type: "TextBlock", text}]});
			h.show(act({type: "Action.ShowCard", title: "A", card: inner("first")}, {type: "Action.ShowCard", title: "B", card: inner("second")}));
			const state = () => [button("A").ariaExpanded, button("B").ariaExpanded, h.texts($(".card-panels"))].join();
			const states = [state()];
			for (const title of ["A", "B", "B"]) { button(title).click(); states.push(state()); }
			return states;`,
			want: `["false,false,", "true,false,first", "false,true,second", "false,false,"]`,
		},
		{
			name: "the menu of buttons without room opens, is left with Escape, and its buttons work",
			script: `const {host} = h.show(act({type: "Action.Submit", title: "First"}, {type: "Action.Submit", title: "Second", mode: "secondary", data: {n: 2}}));
			const menu = $(".card-menu"), more = $(".card-button-more");
			const states = [menu.hidden];
			more.click(); states.push(menu.hidden, document.activeElement.textContent);
			key(document.activeElement, "Escape"); states.push(menu.hidden, document.activeElement === more);
			more.click(); button("Second").click(); await settled(); states.push(menu.hidden, host.asked[0].data);
			return states;`,
			want: `[true, false, "Second", true, true, true, {"n": 2}]`,
		},
		{
			name: "addresses that would run or read something are refused, in buttons, taps, texts and pictures",
			script: `const bad = ["javascript:alert(1)", " JaVaScRiPt:alert(1)", "java\nscript:alert(1)", "data:text/html,<script>alert(1)</script>", "file:///etc/passwd", "vbscript:x", "/relative", "blob:https://example.com/1", ""];
			const told = [];
			for (const url of bad) {
				const {host} = h.show(act({type: "Action.OpenUrl", title: "Go", url}));
				button("Go").click(); await settled();
				told.push(host.asked.length === 0 && $(".card-problem").textContent.startsWith("This address is not opened"));
				h.show(body({type: "TextBlock", text: "[link](<" + url.replace("\n", "") + ">)"}, {type: "Image", url}, {type: "RichTextBlock", inlines: [{type: "TextRun", text: "run", selectAction: {type: "Action.OpenUrl", url}}]}, {type: "Container", items: [], backgroundImage: url}, {type: "Media", sources: [{mimeType: "video/mp4", url}]}));
				told.push($$("a, img, [style*=background]").length === 0);
			}
			const {host} = h.show(act({type: "Action.OpenUrl", title: "Go", url: "https://example.com/a b"}));
			button("Go").click(); await settled();
			return [told.every(Boolean), told.length, host.asked];`,
			want: `[true, 18, [{"kind": "openUrl", "url": "https://example.com/a%20b"}]]`,
		},
		{
			name: "refresh: by itself for whom the card names, once, where it may; else with a button",
			script: `const refreshing = async (userIds, more) => {
				const host = h.recorder(more);
				h.show(h.adaptive({type: "AdaptiveCard", version: "1.5", body: [], refresh: {userIds, action: {type: "Action.Execute", verb: "show", data: {n: 1}}}}), host);
				await settled();
				const alone = host.asked.map((r) => [r.kind, r.verb, r.data, r.trigger]);
				button("Refresh card").click(); await settled();
				return [alone, host.asked.at(-1).trigger];
			};
			return [await refreshing(["29:ann"], {refreshAllowed: true}), await refreshing(["29:bob"], {refreshAllowed: true}), await refreshing(["29:ann"], {}), await refreshing(undefined, {refreshAllowed: true})];`,
			want: `[[[["execute", "show", {"n": 1}, "automatic"]], "manual"], [[], "manual"], [[], "manual"], [[["execute", "show", {"n": 1}, "automatic"]], "manual"]]`,
		},
		{
			name: "links are the host's to open, but not with the control key",
			script: `const {host} = h.show(body({type: "TextBlock", text: "[a](https://example.com/x)"}));
			document.addEventListener("click", (e) => e.preventDefault(), {once: true});
			$("a").dispatchEvent(new MouseEvent("click", {bubbles: true, cancelable: true, ctrlKey: true}));
			const after = host.asked.length;
			$("a").click();
			return [after, host.asked, $("a").rel, $("a").target];`,
			want: `[0, [{"kind": "openUrl", "url": "https://example.com/x"}], "noopener noreferrer", "_blank"]`,
		},
	})
}

func TestCardsThatAreNotDrawn(t *testing.T) {
	t.Parallel()
	behaves(t, []behaviour{
		{
			name: "an element that nobody knows is left out, and a note below the card says so with its JSON",
			script: `h.show(body({type: "TextBlock", text: "before"}, {type: "Sparkle", text: "glitter"}, {type: "TextBlock", text: "after"}));
			const note = $(".card-notes");
			const title = note.querySelector("summary").textContent;
			note.open = true; note.querySelector("li details").open = true; await settled(); await settled();
			return [h.texts($(".card-adaptive")), title, note.querySelector("li").firstChild.data, JSON.parse(note.querySelector("pre").textContent)];`,
			want: `["before after", "One part of this card is not drawn as it is", "Sparkle is left out: Adaptive Cards in Teams do not know it", {"type": "Sparkle", "text": "glitter"}]`,
		},
		{
			name: "elements for another width than the card has are hidden, and layouts of Teams are a stack that says so",
			script: `h.show(body({type: "TextBlock", text: "V", targetWidth: "VeryNarrow"}, {type: "TextBlock", text: "N", targetWidth: "atMost:Narrow"}, {type: "TextBlock", text: "S", targetWidth: "atLeast:standard"}, {type: "TextBlock", text: "W", targetWidth: "wide"}, {type: "TextBlock", text: "?", targetWidth: "other"},
				{type: "Container", layouts: [{type: "Layout.Flow"}], items: [{type: "TextBlock", text: "in"}]}));
			const at = async (width) => { $(".card-frame").style.width = width; await new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(r))); return h.texts($(".card-adaptive")); };
			return [await at("150px"), await at("300px"), await at("400px"), $(".card-notes li").firstChild.data];`,
			want: `["V N ? in", "N ? in", "S ? in", "Layout.Flow is drawn as a stack"]`,
		},
		{
			name: "an attachment that nobody knows is a box that says so, and so is what is no attachment or no card",
			script: `const texts = [{contentType: "application/x-thing", content: {a: 1}}, null, 7, "text", [], {}, {contentType: "application/vnd.microsoft.card.adaptive"},
				{contentType: "application/vnd.microsoft.card.adaptive", content: []}, {contentType: "application/vnd.microsoft.card.adaptive", content: {type: "Other"}},
				{contentType: "__proto__", content: {}}, {contentType: {}, content: 1}].map((a) => { h.show(a); return $(".card-not-drawn")?.querySelector("p").textContent; });
			return texts;`,
			want: `["Attachments of type application/x-thing are not drawn.", "This attachment is no JSON object.", "This attachment is no JSON object.",
				"This attachment is no JSON object.", "This attachment is no JSON object.", "Attachments of type (none) are not drawn.",
				"This application/vnd.microsoft.card.adaptive has no content.", "This application/vnd.microsoft.card.adaptive has no content.",
				"This is no Adaptive Card: its type is another.", "Attachments of type __proto__ are not drawn.", "Attachments of type (none) are not drawn."]`,
		},
		{
			name: "any JSON in any place of a card draws something and throws nothing",
			script: `const odd = [null, true, -1, 1e400, "x", [null], [[]], {type: 1}, {type: "constructor"}];
			const types = ["TextBlock", "RichTextBlock", "Image", "ImageSet", "Media", "FactSet", "Container", "ColumnSet", "ActionSet", "Table", "Badge", "Carousel", "CodeBlock", "CompoundButton", "Icon", "ProgressBar", "ProgressRing", "Rating",
				"Input.Text", "Input.Number", "Input.Date", "Input.Time", "Input.Toggle", "Input.ChoiceSet", "Input.Rating"];
			const names = ["text", "items", "columns", "rows", "facts", "inlines", "images", "sources", "actions", "choices", "choices.data", "pages", "value", "min", "max", "maxLength", "regex", "label", "title", "url", "width", "style", "spacing", "selectAction", "inlineAction", "fallback", "requires", "id", "backgroundImage", "isVisible"];
			let drawn = 0; const bad = [];
			for (const type of types) for (const name of names) for (const value of odd) {
				const attachment = body({type, [name]: value});
				const element = h.cards.renderAttachment(attachment, h.recorder());
				h.cards.lintCard(attachment);
				if (element.textContent.startsWith("This attachment could not be drawn")) bad.push([type, name, value, element.textContent]); else drawn++;
			}
			for (const kind of ["hero", "thumbnail", "receipt", "signin", "oauth", "animation", "audio", "video"].map((k) => "application/vnd.microsoft.card." + k).concat(["list", "o365connector", "file.consent", "file.info"].map((k) => "application/vnd.microsoft.teams.card." + k)))
				for (const name of ["title", "text", "images", "buttons", "tap", "items", "facts", "media", "image", "sections", "potentialAction", "themeColor", "sizeInBytes", "uniqueId"]) for (const value of odd) {
					const attachment = {contentType: kind, name: value, content: {[name]: value}};
					const element = h.cards.renderAttachment(attachment, h.recorder());
					h.cards.lintCard(attachment); h.cards.renderSuggestedActions({actions: value}, h.recorder()); h.cards.renderText(value, value, value);
					if (element.textContent.startsWith("This attachment could not be drawn")) bad.push([kind, name, value, element.textContent]); else drawn++;
				}
			return [bad.slice(0, 5), drawn];`,
			want: `[[], 8262]`,
		},
		{
			name: "depth without end does not exhaust the page",
			script: `let deep = {type: "TextBlock", text: "bottom"};
			for (let i = 0; i < 5000; i++) deep = {type: "Container", items: [deep]};
			const attachment = body(deep);
			h.show(attachment);
			const lists = h.cards.renderText("- ".repeat(20000) + "x"), quotes = h.cards.renderText(">".repeat(20000)), stars = h.cards.renderText("**a ".repeat(5000) + "*".repeat(5000)), brackets = h.cards.renderText("[".repeat(50000)), tags = h.cards.renderText("<b>".repeat(2000) + "x"), odd = h.cards.renderText("<constructor>a</constructor> &constructor;", "xml"), entity = h.cards.renderText("&constructor; &toString;");
			return [$(".card-frame, .card-not-drawn") !== null, lists.textContent.length > 0, quotes.textContent.length > 0, stars.textContent.length > 0, brackets.textContent.length, tags.textContent, odd.textContent, entity.textContent];`,
			want: `[true, true, true, true, 50000, "x", "a &constructor;", "&constructor; &toString;"]`,
		},
		{
			name: "no text of 100 KB takes long: not to draw, nor to check",
			script: `const pieces = ["<at>", "[", "![", "](", "[](", "[a](", "*", "**a ", "_a*", "<b ", "&lt;b ", "<", "\x60", "\x60a\x60\x60", "~~", "|", "| ", "\${", "> ", "- ", "1. ", "\\", "&", "&#", "{{DATE(", "<a href='", "\n\n", "\n- ", "  \n", "#", "![](", "((", "<https:", "a.b@", "]"];
			let slowest = ["", 0];
			for (const piece of pieces) {
				const text = piece.repeat(100_000 / piece.length);
				const before = performance.now();
				h.cards.renderText(text, "markdown", [{type: "mention", text: "<at>x</at>"}]); h.cards.renderText(text + "<b>x</b>"); h.cards.renderText(text, "xml");
				const attachment = body({type: "TextBlock", text});
				h.cards.renderAttachment({...attachment, content: {...attachment.content, msteams: {entities: [{type: "mention", text: "<at>x</at>"}]}}}, h.recorder()); h.cards.lintCard(attachment); h.cards.lintCard(hero({text}));
				const took = performance.now() - before;
				if (took > slowest[1]) slowest = [piece, took];
			}
			return slowest[1] < 20000 || slowest;`, // milliseconds: usually below 1,000, and what grows with the square takes minutes
			want: `true`,
		},
		{
			name: "what a bot writes is text, wherever it stands",
			script: `const evil = "<img src=x onerror='window.hit=1'><script>window.hit=1</script>\"'><svg onload=window.hit=1>";
			const strings = (v) => (Array.isArray(v) ? v.map(strings) : v && typeof v === "object" ? Object.fromEntries(Object.entries(v).map(([k, x]) => [k, /^(type|@type|contentType|url|value|contentUrl)$/.test(k) ? x : strings(x)])) : typeof v === "string" ? evil : v);
			const all = [
				body({type: "TextBlock", text: ""}, {type: "RichTextBlock", inlines: ["", {type: "TextRun", text: ""}]}, {type: "FactSet", facts: [{title: "", value: "x"}]}, {type: "Input.Text", id: "", label: "", placeholder: "", value: "x"},
					{type: "Input.ChoiceSet", id: "", choices: [{title: "", value: "x"}], style: "expanded"}, {type: "Input.Toggle", id: "", title: ""}, {type: "Image", url: "https://example.com/a.png", altText: ""}, {type: "Badge", text: ""}, {type: "CodeBlock", codeSnippet: ""},
					{type: "ActionSet", actions: [{type: "Action.Submit", title: "", tooltip: ""}]}, {type: "Unknown", x: ""}),
				hero({title: "", subtitle: "", buttons: [{type: "imBack", title: "", value: "x"}], images: [{url: "https://example.com/a.png", alt: ""}]}),
				{contentType: "application/vnd.microsoft.card.receipt", content: {title: "", facts: [{key: "", value: "x"}], items: [{title: "", price: ""}], total: ""}},
				{contentType: "application/vnd.microsoft.teams.card.list", content: {title: "", items: [{type: "resultItem", title: "", subtitle: ""}]}},
				{contentType: "application/vnd.microsoft.teams.card.file.consent", name: "", content: {description: "", sizeInBytes: 7}},
				{contentType: "application/x", content: {a: ""}},
			].map(strings);
			const root = document.createElement("div"); document.body.replaceChildren(root);
			for (const attachment of all) root.append(h.cards.renderAttachment(attachment, h.recorder()));
			root.append(h.cards.renderText(evil, "plain"), h.cards.renderText(evil, "xml"), h.cards.renderText(evil, "markdown"), h.cards.renderText("<at>" + evil + "</at>", "markdown", [{type: "mention", text: "<at>" + evil + "</at>", mentioned: {name: evil}}]), h.cards.renderSuggestedActions({actions: [{type: "imBack", title: evil, value: evil}]}, h.recorder()));
			for (const d of $$("details")) d.open = true;
			for (let i = 0; i < 20; i++) await settled();
			const attributes = $$("*").flatMap((e) => [...e.attributes]).filter((a) => /^on/i.test(a.name) || /^\s*javascript:/i.test(a.value));
			return [window.hit ?? null, root.querySelectorAll("script, svg, iframe, object, embed, [onerror]").length, attributes.length, root.textContent.split("window.hit=1").length > 30];`,
			want: `[null, 0, 0, true]`,
		},
	})
}
