package lint_test

var programTests = []ruleTest{
	{number: "A3114", ways: both, breaks: `{"type":"invoke","name":"i","deliveryMode":"expectReplies"}`, member: "deliveryMode", also: []string{"A3116"}, holds: `{"type":"invoke","name":"i"}`},
	{
		number: "A4101", ways: both, breaks: `{"type":"conversationUpdate","membersAdded":[{"id":"a"},{"id":"b"}],"membersRemoved":[{"id":"a"}]}`,
		member: "membersRemoved[0].id", holds: `{"type":"conversationUpdate","membersAdded":[{"id":"a"},{"id":"b"}],"membersRemoved":[{"id":"c"}]}`,
	},
	{number: "A5001", ways: both, breaks: `{"type":"event"}`, member: "name", holds: `{"type":"event","name":"e"}`},
	{
		number: "A5200", ways: both, breaks: `{"type":"event","name":"e","relatesTo":{"channelId":"test","conversation":{"id":"c"}}}`, member: "relatesTo",
		holds: `{"type":"event","name":"e","relatesTo":{"channelId":"other","conversation":{"id":"c"}}}`,
	},
	{number: "A5401", ways: both, breaks: `{"type":"invoke"}`, member: "name", holds: `{"type":"invoke","name":"i"}`},
	{
		number: "A5600", ways: both, breaks: `{"type":"invoke","name":"i","relatesTo":{"channelId":"test","conversation":{"id":"c"}}}`, member: "relatesTo",
		holds: `{"type":"invoke","name":"i","relatesTo":{"channelId":"test","conversation":{"id":"d"}}}`,
	},
	{number: "A6301", ways: both, breaks: `{"type":"command","name":"vendor/go","value":{}}`, member: "name", holds: `{"type":"command","name":"application/vnd.example.go","value":{}}`},
	{number: "A6302", ways: both, breaks: `{"type":"command","name":"session.pause","value":{}}`, member: "name", holds: `{"type":"command","name":"channel/vnd.microsoft.telephony.record","value":{}}`},
	{number: "A6310", ways: both, breaks: `{"type":"command","value":{}}`, member: "name"},
	{number: "A6311", ways: both, breaks: `{"type":"command","name":"go there","value":{}}`, member: "name"},
	{number: "A6321", ways: both, breaks: `{"type":"command","name":"application/x"}`, member: "value"},
	{number: "A6322", ways: both, breaks: `{"type":"command","name":"application/x","value":"y"}`, member: "value"},
	{number: "A6411", ways: both, breaks: `{"type":"commandResult","value":{"commandId":"1"}}`, member: "name", holds: `{"type":"commandResult","name":"application/x","value":{"commandId":"1"}}`},
	{number: "A6412", ways: both, breaks: `{"type":"commandResult","name":"done!","value":{"commandId":"1"}}`, member: "name"},
	{number: "A6421", ways: both, breaks: `{"type":"commandResult","name":"application/x","replyToId":"1"}`, member: "value"},
	{number: "A6422", ways: both, breaks: `{"type":"commandResult","name":"application/x","replyToId":"1","value":["y"]}`, member: "value"},
	{number: "A6422", ways: both, breaks: `{"type":"commandResult","name":"application/x","replyToId":"1","value":{"error":"y"}}`, member: "value.error"},
	{number: "A9400", ways: both, breaks: `{"type":"command","name":"session.init","value":{}}`, member: "value.sessionId", holds: `{"type":"command","name":"session.init","value":{"sessionId":"s"}}`},
	{number: "A9410", ways: both, breaks: `{"type":"command","name":"session.update","value":{}}`, member: "value.state", holds: `{"type":"command","name":"session.update","value":{"state":"idle"}}`},
	{
		number: "A9420", ways: both, breaks: `{"type":"command","name":"session.update","value":{"signal":"bargeIn"}}`, member: "value.origin",
		holds: `{"type":"command","name":"session.update","value":{"signal":"bargeIn","origin":"user"}}`,
	},
	{number: "A9430", ways: both, breaks: `{"type":"command","name":"session.end","value":{}}`, member: "value.reason", holds: `{"type":"command","name":"session.end","value":{"reason":"completed"}}`},
	{number: "A10100", ways: both, breaks: `{"type":"command","name":"application/x","value":{"commandId":5}}`, member: "value.commandId", holds: `{"type":"command","name":"application/x","value":{"commandId":"5"}}`},
	{
		number: "A11300", ways: both, breaks: `{"type":"commandResult","name":"application/x","replyToId":"1","value":{"status":"failed"}}`, member: "value.error",
		holds: `{"type":"commandResult","name":"application/x","replyToId":"1","value":{"status":"failed","error":{"code":"NotSupported"}}}`,
	},
	{number: "A11300", ways: both, breaks: `{"type":"commandResult","name":"application/x","replyToId":"1","value":{"error":{}}}`, member: "value.error"},
	{
		number: "A11301", ways: both, breaks: `{"type":"commandResult","name":"application/x","replyToId":"1","value":{"status":"success","error":{"code":"NotSupported"}}}`,
		member: "value.error", holds: `{"type":"commandResult","name":"application/x","replyToId":"1","value":{"status":"success"}}`,
	},
}

var entityTests = []ruleTest{
	{number: "A2105", ways: both, breaks: `{"entities":[{"name":"a"}]}`, member: "entities[0].type", holds: `{"entities":[{"type":"https://example.com/thing"}]}`},
	{number: "A2105", ways: both, breaks: `{"entities":[{"type":"mention","text":"<at>a</at>"}]}`, member: "entities[0].mentioned.id", holds: `{"entities":[{"type":"Mention","mentioned":{"id":"a"},"text":"<at>a</at>"}]}`},
	{number: "A2105", ways: both, breaks: `{"entities":[{"type":"mention","mentioned":{"id":"a"},"text":5}]}`, member: "entities[0].text"},
	{number: "A2105", ways: both, breaks: `{"entities":[{"type":"string","value":5}]}`, member: "entities[0].value", holds: `{"entities":[{"type":"string","value":"5"}]}`},
	{number: "A2105", ways: both, breaks: `{"entities":[{"type":"number"}]}`, member: "entities[0].value", holds: `{"entities":[{"type":"number","value":5}]}`},
	{number: "A2105", ways: both, breaks: `{"entities":[{"type":"GeoCoordinates","latitude":"north"}]}`, member: "entities[0].latitude", holds: `{"entities":[{"type":"GeoCoordinates","latitude":0}]}`},
	{number: "A2105", ways: both, breaks: `{"entities":[{"type":"GeoCoordinates","elevation":"high"}]}`, member: "entities[0].elevation", holds: `{"entities":[{"type":"GeoCoordinates","elevation":-2.5,"name":"Shore"}]}`},
	{number: "A2105", ways: both, breaks: `{"entities":[{"type":"GeoCoordinates","name":{}}]}`, member: "entities[0].name"},
	{number: "A2105", ways: both, breaks: `{"entities":[{"type":"Place","name":5}]}`, member: "entities[0].name", holds: `{"entities":[{"type":"Place","name":"Shore","address":{},"geo":"here"}]}`},
	{number: "A2105", ways: both, breaks: `{"entities":[{"type":"thing","name":["a"]}]}`, member: "entities[0].name", holds: `{"entities":[{"type":"Thing","name":null}]}`},
	{number: "A7610", ways: both, breaks: `{"entities":[{"type":"house"}]}`, member: "entities[0].type", holds: `{"entities":[{"type":"urn:example:house"},{"type":"ProductInfo","id":"x"}]}`},
	{number: "A7613", ways: both, breaks: `{"entities":[{"type":"schema/house"}]}`, member: "entities[0].type", holds: `{"entities":[{"type":"https://example.com/schema/house"}]}`},
	{number: "A9201", ways: out, breaks: `{"entities":[{"type":"clientInfo","platform":"Web"}]}`, member: "entities[0]"},
	{number: "A9202", ways: both, breaks: `{"entities":[{"type":"clientInfo","platform":null}]}`, member: "entities[0]", also: []string{"A9201"}},
	{number: "A9263", ways: both, breaks: `{"entities":[{"type":"context"}]}`, member: "entities[0]", holds: `{"entities":[{"type":"context","screenContext":{"images":["https://example.com/i.png"]}}]}`},
	{number: "A9264", ways: both, breaks: `{"entities":[{"type":"context","screenContext":{"images":["a",5]}}]}`, member: "entities[0].screenContext.images[1]"},
	{number: "A9264", ways: both, breaks: `{"entities":[{"type":"context","screenContext":"a"}]}`, member: "entities[0].screenContext"},
	{number: "A9264", ways: both, breaks: `{"entities":[{"type":"context","screenContext":{"images":"a"}}]}`, member: "entities[0].screenContext.images"},
	{number: "A9265", ways: both, breaks: `{"entities":[{"type":"context","screenContext":{}}]}`, member: "entities[0].screenContext"},
}

var attachmentTests = []ruleTest{
	{
		number: "A7100", ways: both, breaks: `{"attachments":[{"contentType":"x/y","content":{},"contentUrl":"https://example.com/f"}]}`, member: "attachments[0]",
		holds: `{"attachments":[{"contentType":"application/vnd.microsoft.teams.card.file.info","content":{},"contentUrl":"https://example.com/f"}]}`,
	},
	{number: "A7110", ways: both, breaks: `{"attachments":[{"contentType":"text/html","content":"<p>"}]}`, member: "attachments[0].content", holds: `{"attachments":[{"contentType":"x/y","content":{}}]}`},
	{number: "A7120", ways: out, breaks: `{"attachments":[{"contentUrl":"picture.png"}]}`, member: "attachments[0].contentUrl", holds: `{"attachments":[{"contentUrl":"https://example.com/picture.png"}]}`},
	{number: "A7120", ways: out, breaks: `{"attachments":[{"contentUrl":"file:///picture.png"}]}`, member: "attachments[0].contentUrl", holds: `{"attachments":[{"contentUrl":"data:image/png;base64,AAAA"}]}`},
	{number: "A7121", ways: out, breaks: `{"attachments":[{"contentUrl":"http://example.com/picture.png"}]}`, member: "attachments[0].contentUrl", holds: `{"attachments":[{"contentUrl":"http://localhost:3978/picture.png"}]}`},
	{number: "A7123", ways: in, breaks: `{"attachments":[{"contentUrl":"data:image/png;base64,AAAA"}]}`, member: "attachments[0].contentUrl"},
	{number: "A7140", ways: out, breaks: `{"attachments":[{"thumbnailUrl":"picture.png"}]}`, member: "attachments[0].thumbnailUrl", holds: `{"attachments":[{"thumbnailUrl":"https://example.com/picture.png"}]}`},
	{number: "A7141", ways: out, breaks: `{"attachments":[{"thumbnailUrl":"http://localhost.example.com/p"}]}`, member: "attachments[0].thumbnailUrl"},
	{number: "A7143", ways: in, breaks: `{"attachments":[{"thumbnailUrl":"https://example.com/p"}]}`, member: "attachments[0].thumbnailUrl"},
}

// button is a message with one suggested action.
func button(action string) string { return `{"suggestedActions":{"actions":[` + action + `]}}` }

const first = "suggestedActions.actions[0]."

var actionTests = []ruleTest{
	{number: "A7225", ways: both, breaks: button(`{"type":"imBack","imageAltText":"a","text":"a"}`), member: first + "imageAltText", holds: button(`{"type":"imBack","imageAltText":"a","text":"b"}`)},
	{number: "A7350", ways: both, breaks: button(`{"type":"messageBack","title":"a","value":"b"}`), member: first + "value", holds: button(`{"type":"messageBack","title":"a","value":{"b":1}}`)},
	{number: "A7359", ways: both, breaks: button(`{"type":"messageBack"}`), member: first + "title", holds: button(`{"type":"messageBack","image":"https://example.com/i"}`)},
	{number: "A7372", ways: both, breaks: button(`{"type":"postBack","value":{"b":1}}`), member: first + "value", holds: button(`{"type":"postBack","value":"b"}`)},
	{number: "A7380", ways: both, breaks: button(`{"type":"openUrl","value":"example"}`), member: first + "value", holds: button(`{"type":"openUrl","value":"myapp:open"}`)},
	{number: "A7380", ways: both, breaks: button(`{"type":"openUrl"}`), member: first + "value"},
	{number: "A7380", ways: both, breaks: button(`{"type":"openUrl","value":"https://"}`), member: first + "value", holds: button(`{"type":"openUrl","value":"HTTP://localhost:8080"}`)},
	{number: "A7380", ways: both, breaks: button(`{"type":"openUrl","value":"https://exam ple.com"}`), member: first + "value", holds: button(`{"type":"openUrl","value":"mailto:ada@example.com?subject=a b"}`)},
	{number: "A7382", ways: both, breaks: button(`{"type":"openUrl","value":"data:,a"}`), member: first + "value"},
	{number: "A7390", ways: both, breaks: button(`{"type":"downloadFile","value":5}`), member: first + "value", holds: button(`{"type":"downloadFile","value":"https://example.com/f"}`)},
	{number: "A7392", ways: both, breaks: button(`{"type":"downloadFile","value":"data:,a"}`), member: first + "value"},
	{number: "A7400", ways: both, breaks: button(`{"type":"showImage","value":"i.png"}`), member: first + "value", holds: button(`{"type":"showImage","value":"https://example.com/i.png"}`)},
	{number: "A7402", ways: both, breaks: button(`{"type":"showImage","value":"data:,a"}`), member: first + "value"},
	{number: "A7410", ways: both, breaks: button(`{"type":"signin","value":""}`), member: first + "value", holds: button(`{"type":"signin","value":"https://example.com/login"}`)},
	{number: "A7412", ways: both, breaks: button(`{"type":"signin","value":"DATA:,a"}`), member: first + "value"},
	{number: "A7421", ways: both, breaks: button(`{"type":"playAudio","value":["a"]}`), member: first + "value", holds: button(`{"type":"playAudio","value":"https://example.com/a"}`)},
	{number: "A7422", ways: both, breaks: button(`{"type":"playAudio","value":"data:,a"}`), member: first + "value"},
	{number: "A7431", ways: both, breaks: button(`{"type":"playVideo","value":5}`), member: first + "value", holds: button(`{"type":"playVideo","value":"https://example.com/v"}`)},
	{number: "A7432", ways: both, breaks: button(`{"type":"playVideo","value":"data:,a"}`), member: first + "value"},
	{number: "A7440", ways: both, breaks: button(`{"type":"call","value":"tel:"}`), member: first + "value"},
	{number: "A7440", ways: both, breaks: button(`{"type":"call","value":"+4930123456"}`), member: first + "value", holds: button(`{"type":"call","value":"TEL:+4930123456"}`)},
}
