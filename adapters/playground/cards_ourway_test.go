package playground_test

// ourWay are the cards that are drawn otherwise than by npm's adaptivecards, which Teams does not use as it is: why, and the
// texts that are seen here.
var ourWay = map[string]struct{ because, texts string }{
	"teams/mention": {
		because: "Teams knows mentions, adaptivecards does not",
		texts:   "Hi Ann Example, and <at>nobody</at>",
	},
	"teams/media": {
		because: "adaptivecards loads and plays media; here they are links, so that nothing is loaded that nobody asked for",
		texts:   "▶ A walk (video/mp4)",
	},
	"samples/cards-orderCard": {
		because: "choices of the bot while a person types: adaptivecards makes its own list below the field, here it is the browser's",
		texts:   "Your order Dish * For the cook Order Ask",
	},
	"framework/cards/testdata/media.json": {
		because: "as teams/media",
		texts:   "▶ A walk through the kitchen (video/mp4)",
	},
	"teams/too-new": {
		because: "adaptivecards draws what it knows of a card from the future; the specification wants its fallbackText",
		texts:   "Get a newer client This card is of version 2.0; Teams draws 1.6 at most and shows its fallbackText instead: JSON",
	},
	"framework/cards/testdata/teams.json": {
		because: "elements of Teams and mentions, which adaptivecards does not know; charts are in a box that says they are not drawn",
		texts: "Hello Bob Hello bot.OnMessage(echo) Teams draws Chart.Gauge here; this page does not. JSON " +
			"Teams draws Chart.Pie here; this page does not. JSON Hello Tell Sign in Quietly",
	},
	"framework/cards/testdata/extensions.json": {
		because: "elements of Teams that adaptivecards does not know",
		texts: "New Food Cooking ★★★★★☆☆☆☆☆ 4.5 · 120 How was it? 0.5 ★ 1 ★ 1.5 ★ 2 ★ 2.5 ★ 3 ★ 3.5 ★ 4 ★ 4.5 ★ 5 ★ " +
			"5.5 ★ 6 ★ 6.5 ★ 7 ★ 7.5 ★ 8 ★ 8.5 ★ 9 ★ 9.5 ★ 10 ★ Order again 10% off Soup and cake Soup ‹ 1 of 2 ›",
	},
}
