package playground_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/cards"
)

func TestCardsClassic(t *testing.T) {
	t.Parallel()
	behaves(t, []behaviour{
		{
			name: "hero and thumbnail: texts, tags, six buttons, what is tapped, and no act for an address that is not opened",
			script: `const {host} = h.show(hero({title: "T <b>", subtitle: "S", text: "<b>bold</b> **not** <a href='https://example.com'>x</a>", images: [{url: "https://example.com/a.png", alt: "A", tap: {type: "imBack", value: "picture"}}],
				buttons: [1,2,3,4,5,6,7].map((n) => ({type: "imBack", title: "B" + n, value: "v" + n})), tap: {type: "imBack", value: "card"}}));
			button("B2").click(); await settled(); $(".card-hero-image").click(); await settled(); $(".card").click(); await settled();
			const seen = h.texts($(".card"));
			const {host: second} = h.show({contentType: "application/vnd.microsoft.card.thumbnail", content: {title: "T", buttons: [{type: "openUrl", title: "Bad", value: "javascript:alert(1)"}, {type: "openUrl", title: "Good", value: "https://example.com"}, {type: "call", title: "Call", value: "+49 30 1234"}]}});
			for (const title of ["Bad", "Good", "Call"]) { button(title).click(); await settled(); if (title === "Bad") window.refused = $(".card-problem").textContent; }
			return [seen, host.asked.map((r) => [r.kind, r.action.value]), refused, second.asked.map((r) => r.kind)];`,
			want: `["T <b> S bold **not** x B1 B2 B3 B4 B5 B6", [["imBack", "v2"], ["imBack", "picture"], ["imBack", "card"]],
				"This address is not opened: javascript:alert(1). Teams opens http, https and mailto.", ["openUrl", "call"]]`,
		},
		{
			name: "every type of button reaches the host as its kind with the whole action, and is disabled meanwhile",
			script: `let done; const asked = []; const host = h.recorder({act: (r) => { asked.push(r); return new Promise((resolve) => { done = resolve; }); }});
			const buttons = ["imBack", "postBack", "messageBack", "invoke"].map((type) => ({type, title: type, value: {v: type}, text: "t", displayText: "d"}));
			h.show(hero({buttons}), host);
			const disabled = [];
			for (const b of buttons) { button(b.title).click(); disabled.push(button(b.title).disabled); done(); await settled(); disabled.push(button(b.title).disabled); }
			return [asked.map((r) => r.kind), asked.every((r, i) => JSON.stringify(r.action) === JSON.stringify(buttons[i])), disabled];`,
			want: `[["imBack", "postBack", "messageBack", "invoke"], true, [true, false, true, false, true, false, true, false]]`,
		},
		{
			name: "a receipt",
			script: `const {host} = h.show({contentType: "application/vnd.microsoft.card.receipt", content: {title: "Ada", facts: [{key: "Order", value: "17"}],
				items: [{title: "Engine", subtitle: "Analytical", price: "$ 38.45", quantity: "368", tap: {type: "openUrl", value: "https://example.com/e"}}], tax: "$ 7.50", vat: "$ 2.10", total: "$ 90.95", buttons: [{type: "imBack", title: "More", value: "m"}]}});
			$(".card-receipt-item").click(); await settled();
			return [h.texts($(".card")), host.asked.map((r) => [r.kind, r.action.value])];`,
			want: `["Ada Order 17 Engine Analytical × 368 $ 38.45 VAT $ 2.10 Tax $ 7.50 Total $ 90.95 More", [["openUrl", "https://example.com/e"]]]`,
		},
		{
			name: "sign in: only buttons that sign in; an OAuth card tells its connection",
			script: `const signIn = h.show({contentType: "application/vnd.microsoft.card.signin", content: {text: "Please <b>sign in</b>", buttons: [{type: "signin", title: "Sign in", value: "https://example.com/s"}, {type: "imBack", title: "Not here", value: "x"}]}});
			const seen = h.texts($(".card"));
			button("Sign in").click(); await settled();
			const oauth = h.show({contentType: "application/vnd.microsoft.card.oauth", content: {text: "To see orders", connectionName: "orders", tokenExchangeResource: {id: "1"}, buttons: [{type: "signin", title: "Go", value: "https://example.com/o"}]}});
			button("Go").click(); await settled();
			const {kind, connectionName, tokenExchangeResource} = oauth.host.asked[0];
			return [seen, signIn.host.asked[0].kind, kind, connectionName, tokenExchangeResource];`,
			want: `["Please <b>sign in</b> Sign in", "signin", "signin", "orders", {"id": "1"}]`,
		},
		{
			name: "a list card",
			script: `const {host} = h.show({contentType: "application/vnd.microsoft.teams.card.list", content: {title: "People", items: [{type: "section", title: "Managers"}, {type: "person", title: "John", subtitle: "Manager", tap: {type: "imBack", value: "whois John"}}], buttons: [{type: "imBack", title: "Select", value: "s"}]}});
			key($(".card-list-item"), "Enter"); await settled();
			return [h.texts($(".card")), host.asked[0].action.value, $$("[role=list] > [role=listitem]").length];`,
			want: `["People Managers John Manager Select", "whois John", 2]`,
		},
		{
			name: "a connector card: sections, and what its actions send",
			script: `const {host} = h.show({contentType: "application/vnd.microsoft.teams.card.o365connector", content: {title: "Tango", text: "**new**", summary: "s", themeColor: "0076D7", sections: [
					{activityTitle: "Ann", activitySubtitle: "today", title: "Details", facts: [{name: "Labels", value: "[a](https://example.com)"}], text: "<b>html</b>", potentialAction: [{"@type": "ViewAction", name: "View", target: ["https://example.com/v"]}]}],
				potentialAction: [
					{"@type": "ActionCard", name: "Comment", inputs: [{"@type": "TextInput", id: "c", title: "Say", isRequired: true}, {"@type": "MultichoiceInput", id: "m", choices: [{display: "A", value: "a"}, {display: "B", value: "b"}], isMultiSelect: true}, {"@type": "DateInput", id: "d"}],
						actions: [{"@type": "HttpPOST", "@id": "save", name: "Save", body: '{"c":"{{c.value}}","m":"{{m.value}}","x":"{{x.value}}"}'}]},
					{"@type": "OpenUri", name: "Open", targets: [{os: "iOS", uri: "https://example.com/i"}, {os: "default", uri: "https://example.com/d"}]},
					{"@type": "OpenUri", name: "Bad", targets: [{os: "default", uri: "javascript:alert(1)"}]}]}});
			const seen = h.texts($(".card"));
			button("Comment").click(); button("Save").click(); await settled();
			const missing = $(".card-problem").textContent;
			type($("[data-input-id=c]"), 'say "hi"'); for (const box of $$("[data-input-id=m] input")) box.click();
			for (const title of ["Save", "View", "Open", "Bad"]) { button(title).click(); await settled(); }
			return [seen, missing, host.asked.map((r) => [r.kind, r.actionId ?? r.action.value, r.body ?? ""])];`,
			want: `["Tango new Details Ann today html Labels a View Comment Open Bad", "Say must be filled in first.",
				[["o365", "save", "{\"c\":\"say \\\"hi\\\"\",\"m\":\"a;b\",\"x\":\"{{x.value}}\"}"], ["openUrl", "https://example.com/v", ""], ["openUrl", "https://example.com/d", ""]]]`,
		},
		{
			name: "files: consent, both ways; a file to download; a picture",
			script: `const consent = {contentType: "application/vnd.microsoft.teams.card.file.consent", name: "report.pdf", content: {description: "The report", sizeInBytes: 1234567, acceptContext: {n: 1}, declineContext: {n: 2}}};
			const {host} = h.show(consent);
			const seen = h.texts($(".card"));
			button("Accept").click(); await settled(); button("Decline").click(); await settled();
			h.show({contentType: "application/vnd.microsoft.teams.file.download.info", name: "a.txt", content: {downloadUrl: "https://example.com/a.txt", fileType: "txt"}});
			const file = [h.texts($(".card")), $("a").href];
			h.show({contentType: "application/vnd.microsoft.teams.card.file.info", name: "b.txt", contentUrl: "https://example.com/b.txt", content: {fileType: "txt", uniqueId: "1"}});
			file.push($("a").href);
			h.show({contentType: "image/png", contentUrl: "data:image/png;base64,iVBORw0KGgo=", name: "dot"});
			return [seen, host.asked.map((r) => [r.kind, r.accept, r.context, r.action.name]), file, $("img").alt, $("img").src.slice(0, 15)];`,
			want: `["📄 report.pdf The report · 1.2 MB Accept Decline", [["fileConsent", true, {"n": 1}, "report.pdf"], ["fileConsent", false, {"n": 2}, "report.pdf"]],
				["📄 a.txt txt", "https://example.com/a.txt", "https://example.com/b.txt"], "dot", "data:image/png;"]`,
		},
		{
			name: "media cards say that Teams does not show them, and have their media as links",
			script: `h.show({contentType: "application/vnd.microsoft.card.video", content: {title: "Film", media: [{url: "https://example.com/f.mp4"}], buttons: [{type: "imBack", title: "More", value: "m"}]}});
			return [h.texts($(".card"))];`,
			want: `["Film ▶ https://example.com/f.mp4 More Teams does not show video cards; other channels do. JSON"]`,
		},
		{
			name: "suggested actions",
			script: `const host = h.recorder();
			document.body.replaceChildren(h.cards.renderSuggestedActions({to: [], actions: [{type: "imBack", title: "Yes", value: "yes"}, {type: "Action.Submit", title: "Data", value: {n: 1}}]}, host), h.cards.renderSuggestedActions(undefined, host));
			button("Yes").click(); await settled(); button("Data").click(); await settled();
			return host.asked.map((r) => [r.kind, r.action.value]);`,
			want: `[["imBack", "yes"], ["Action.Submit", {"n": 1}]]`,
		},
		{
			name: "texts of messages: Markdown, tags, plain, mentions",
			script: `const entities = [{type: "mention", text: "<at>Ann &amp; Bob</at>", mentioned: {id: "1", name: "Ann & Bob"}}];
			const html = (text, format) => h.cards.renderText(text, format, entities).innerHTML.replace(/ (class|rel|target|tabindex|title|referrerpolicy|loading|decoding)="[^"]*"/g, "");
			return [
				html("# Head\n\n**b** _i_ ~~s~~ ` + "`c`" + `\n\n> q\n\n` + "```\\ncode **x**\\n```" + `\n\n---\n\n1. a\n2. b"),
				html("Hi <at>Ann &amp; Bob</at> and <at>nobody</at>"),
				html("<at>Ann &amp; Bob</at> <b>bold</b> <script>x</script><a href='javascript:1'>bad</a><a href='https://example.com'>ok</a>", "xml"),
				html("**plain** <b>x</b>\nline", "plain"),
				html("tags <b>in</b> **Markdown**<br>too\n\n# <i>H</i>\n\n- <at>Ann &amp; Bob</at>\n- ` + "`<b>`" + ` <script>1</script>"),
				html(undefined), html("", "markdown"),
			];`,
			want: `["<h3>Head</h3><p><strong>b</strong> <em>i</em> <s>s</s> <code>c</code></p><blockquote><p>q</p></blockquote><pre><code>code **x**</code></pre><hr><ol><li>a</li><li>b</li></ol>",
				"<p>Hi <span>Ann &amp; Bob</span> and &lt;at&gt;nobody&lt;/at&gt;</p>",
				"<span>Ann &amp; Bob</span> <b>bold</b> <span>bad</span><a href=\"https://example.com/\">ok</a>",
				"**plain** &lt;b&gt;x&lt;/b&gt;\nline",
				"<p>tags <b>in</b> <strong>Markdown</strong><br>too</p><h3><i>H</i></h3><ul><li><span>Ann &amp; Bob</span></li><li><code>&lt;b&gt;</code> &lt;script&gt;1&lt;/script&gt;</li></ul>", "", ""]`,
		},
	})
}

func TestCardsLint(t *testing.T) {
	t.Parallel()
	behaves(t, []behaviour{
		{
			name: "a sound card has nothing to say",
			script: `return h.cards.lintCard(h.adaptive({type: "AdaptiveCard", version: "1.5", body: [{type: "TextBlock", text: "**Hi** <at>Ann</at>"}, {type: "Image", url: "https://example.com/a.png"}, {type: "Input.Text", id: "a", label: "A", isRequired: true, errorMessage: "!"}],
				actions: [{type: "Action.Execute", title: "Go", verb: "v"}, {type: "Action.Submit", title: "Hi", data: {msteams: {type: "imBack", value: "x"}}}], msteams: {entities: [{type: "mention", text: "<at>Ann</at>", mentioned: {id: "1", name: "Ann"}}]}}));`,
			want: `[]`,
		},
		{
			name: "what Teams will not show of an Adaptive Card, and where",
			script: `const found = h.cards.lintCard(h.adaptive({type: "AdaptiveCard", version: "1.6", body: [
				{type: "TextBlock", text: "# Head"}, {type: "Image", url: "http://example.com/a.png"}, {type: "Sparkle"}, {type: "Input.Text", label: "no id"},
				{type: "Container", items: [{type: "TextBlock", id: "twice", text: "<b>x</b>"}, {type: "TextBlock", id: "twice", text: "<at>Bob</at>"}], selectAction: {type: "Action.ShowCard"}},
				{type: "Input.ChoiceSet", id: "c", isMultiSelect: true, choices: [{title: "A", value: "a,b"}]}, {type: "Sparkle", fallback: "drop"}],
				actions: [{type: "Action.OpenUrl", title: "x", url: "javascript:1"}, {type: "Action.ToggleVisibility", title: "t", targetElements: ["gone"]}, {type: "Action.Submit", data: {msteams: {type: "other"}}}],
				refresh: {action: {type: "Action.Submit"}, userIds: Array(61).fill("x")}}));
			return found.map((f) => f.level[0] + " " + f.where + ": " + f.text).sort();`,
			want: `["e actions[0]: Teams does not open javascript:1.", "e actions[1]: There is no element of the id gone.",
				"e actions[2].data.msteams: Teams does not know the type other; it knows messageBack, imBack, invoke, signin, task/fetch.",
				"e body[2]: Sparkle is left out: Adaptive Cards in Teams do not know it.",
				"e body[3]: The input has no id, so nothing of it is sent.", "e body[4].items[1]: The id twice stands twice: Teams refuses such a card.",
				"e body[4].selectAction: An Action.ShowCard cannot be a selectAction: nothing happens here.", "e body[4].selectAction: An Action.ShowCard has a card, of type AdaptiveCard.",
				"e body[5].choices[0]: The value has a comma in it, and several values are sent with commas between them.",
				"e msteams.entities: No entity says who <at>Bob</at> is, so Teams shows the tag as it is written.", "e refresh: A refresh has an action of type Action.Execute.",
				"w : The card is of version 1.6; Teams says it takes 1.5 and earlier.",
				"w actions[2]: The button has no title.", "w body[0]: Teams has no headings in the Markdown of Adaptive Cards, and shows what is written.",
				"w body[1]: Teams loads pictures over https only.", "w body[4].items[0]: Teams shows HTML tags in Adaptive Cards as they are written.",
				"w body[6]: Sparkle is left out: Adaptive Cards in Teams do not know it.",
				"w refresh.userIds: Teams refreshes for 60 users, not for 61."]`,
		},
		{
			name: "the size, as Teams counts",
			script: `const of = (n) => h.cards.lintCard(h.adaptive({type: "AdaptiveCard", version: "1.5", body: [{type: "TextBlock", text: "x".repeat(n)}]})).map((f) => [f.level, f.text.replace(/\d{5,6} bytes/, "N bytes")]);
			const picture = h.cards.lintCard({contentType: "image/png", contentUrl: "data:image/png;base64," + "A".repeat(200000)});
			return [of(30000), of(42000), of(60000), picture];`,
			want: `[[], [["warning", "This has N bytes; Teams takes 100000 for the whole message and advises 80000."]],
				[["error", "This has N bytes, and Teams refuses a message of more than 100000."]], []]`,
		},
		{
			name: "what Teams will not show of the classic cards",
			script: `const found = (kind, content) => h.cards.lintCard({contentType: "application/vnd.microsoft." + kind, content}).map((f) => f.level[0] + " " + f.where + ": " + f.text);
			return [
				found("card.hero", {text: "**b**", images: [{url: "https://example.com/1"}, {url: "x"}], buttons: [{type: "playAudio", title: "p"}, {type: "openUrl", title: "o", value: "javascript:1"}]}),
				found("card.video", {}),
				found("card.signin", {}),
				found("teams.card.o365connector", {sections: [{heroImage: {}, potentialAction: [{"@type": "Other"}]}]}),
			];`,
			want: `[["w images: Teams shows the first of these 2 pictures.", "e images[1]: No picture can be loaded from x.",
				"w text: Teams has no Markdown in this card, and shows what is written; it knows tags such as <b>.",
				"e buttons[0]: A button of type playAudio does nothing here; these do: openUrl, messageBack, imBack, invoke, signin.", "e buttons[1]: Teams does not open javascript:1."],
				["e : Teams does not show application/vnd.microsoft.card.video."], ["e buttons: There is no button to sign in with."],
				["e : The card has neither a summary nor a text: Teams refuses it.", "w sections[0].heroImage: Teams does not show it.",
				"e sections[0].potentialAction[0]: Teams does not know the action Other."]]`,
		},
	})
}

// TestCardsLintKnowsWhatCheckKnows: what cards.Check finds in a bot's test, the page finds too.
func TestCardsLintKnowsWhatCheckKnows(t *testing.T) {
	t.Parallel()
	page := openCards(t)
	for _, body := range []string{
		`"version": "1.5"`,
		`"type": "AdaptiveCard"`,
		`"type": "AdaptiveCard", "version": "1.4", "actions": [{"type": "Action.Execute", "title": "x"}]`,
		`"type": "AdaptiveCard", "version": "1.5", "body": [], "refresh": {"action": {"type": "Action.Submit"}}`,
		`"type": "AdaptiveCard", "version": "1.5", "body": [], "authentication": {"text": "x", "buttons": [{"type": "openUrl"}]}`,
		`"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "Input.Text"}]`,
		`"type": "AdaptiveCard", "version": "1.5", "body": [{"text": "no type"}]`,
		`"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "TextBlock"}]`,
		`"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "Image"}]`,
		`"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "FactSet", "facts": []}]`,
		`"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "Media"}]`,
		`"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "Input.Toggle", "id": "x"}]`,
		`"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "TextBlock", "id": "x", "text": "a"}, {"type": "TextBlock", "id": "x", "text": "b"}]`,
		`"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "Container", "items": [], "backgroundImage": {}}]`,
		`"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "Container", "items": [], "selectAction": {"type": "Action.ShowCard", "card": {"type": "AdaptiveCard"}}}]`,
		`"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "Input.ChoiceSet", "id": "x", "choices": [{"title": "a"}]}]`,
		`"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "Input.ChoiceSet", "id": "x", "isMultiSelect": true, "choices": [{"title": "a", "value": "a,b"}]}]`,
		`"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "Input.ChoiceSet", "id": "x", "choices.data": {"type": "Data.Query"}}]`,
		`"type": "AdaptiveCard", "version": "1.5", "actions": [{"type": "Action.ShowCard", "title": "x"}]`,
		`"type": "AdaptiveCard", "version": "1.5", "actions": [{"type": "Action.ShowCard", "title": "x", "card": {}}]`,
		`"type": "AdaptiveCard", "version": "1.5", "actions": [{"type": "Action.OpenUrl", "title": "x"}]`,
		`"type": "AdaptiveCard", "version": "1.5", "actions": [{"type": "Action.ToggleVisibility", "title": "x", "targetElements": ["gone"]}]`,
		`"type": "AdaptiveCard", "version": "1.5", "body": [], "msteams": {"entities": [{"type": "mention", "text": "<at>Ann</at>"}]}`,
	} {
		card := json.RawMessage("{" + body + "}")
		require.Error(t, cards.Check(card), "%s", card)
		found := run[[]struct{ Level, Where, Text string }](page, card, `return h.cards.lintCard(h.adaptive(card))`)
		assert.NotEmpty(t, found, "%s", card)
	}
}
