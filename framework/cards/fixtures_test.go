package cards_test

import (
	"github.com/convobot/convo/framework/cards"
	"github.com/convobot/convo/framework/schema"
)

type (
	elements = []cards.Element
	actions  = []cards.Action
)

func text(s string) elements { return elements{cards.TextBlock{Text: s}} }

// goldens are the cards of testdata, by the names of their files.
func goldens() map[string]cards.Card {
	return map[string]cards.Card{
		"text.json": textCard(), "media.json": mediaCard(), "containers.json": containersCard(), "table.json": tableCard(),
		"inputs.json": inputsCard(), "actions.json": actionsCard(), "universal.json": universalCard(), "teams.json": teamsCard(),
		"extensions.json": extensionsCard(),
	}
}

func textCard() cards.Card {
	return cards.Card{Body: elements{
		cards.TextBlock{
			Text: "**Order 7** is ready", Size: cards.Large, Weight: cards.Bolder, Color: cards.Good, IsSubtle: true, FontType: cards.Monospace,
			Style: cards.Heading, Wrap: true, MaxLines: 2, HorizontalAlignment: cards.Center,
			ID: "title", IsVisible: new(false), Separator: true, Spacing: cards.ExtraLarge, Height: cards.Stretch,
			Fallback: cards.TextBlock{Text: "Order 7"}, Requires: map[string]string{"adaptiveCards": "1.5"},
		},
		nil,
		cards.RichTextBlock{HorizontalAlignment: cards.Right, Inlines: []cards.Inline{
			cards.TextRun{
				Text: "picked up ", Size: cards.Small, Weight: cards.Lighter, Color: cards.Accent, IsSubtle: true, FontType: cards.Default,
				Italic: true, Strikethrough: true, Underline: true, Highlight: true,
				SelectAction: cards.OpenURL{URL: "https://example.com/orders/7"},
			},
			cards.TextRun{Text: "*not* Markdown"},
		}},
		cards.FactSet{Facts: []cards.Fact{{Title: "Table", Value: "4"}, {Title: "Guests", Value: "2"}}, Fallback: cards.Drop},
	}}
}

func mediaCard() cards.Card {
	return cards.Card{Body: elements{
		cards.Image{
			URL: "https://example.com/cook.png", AltText: "The cook", Size: cards.Small, Width: "48px", Style: cards.Person,
			BackgroundColor: "#DDEEFF", HorizontalAlignment: cards.Left, SelectAction: cards.Submit{Data: map[string]string{"who": "cook"}},
		},
		&cards.ImageSet{ImageSize: cards.Medium, Images: []cards.Image{
			{URL: "https://example.com/soup.jpg"}, {URL: "https://example.com/cake.jpg"},
		}},
		cards.Media{
			Poster: "https://example.com/kitchen.png", AltText: "A walk through the kitchen",
			Sources:        []cards.MediaSource{{URL: "https://example.com/kitchen.mp4", MIMEType: "video/mp4"}},
			CaptionSources: []cards.CaptionSource{{URL: "https://example.com/kitchen.vtt", MIMEType: "vtt", Label: "English"}},
		},
	}}
}

func containersCard() cards.Card {
	return cards.Card{Body: elements{
		cards.Container{
			Items: text("Today"), Style: cards.Emphasis, SelectAction: cards.ToggleVisibility{TargetElements: cards.Targets("menu")}, Bleed: true,
			BackgroundImage: cards.BackgroundImage{
				URL: "https://example.com/wood.png", FillMode: cards.RepeatHorizontally,
				HorizontalAlignment: cards.Center, VerticalAlignment: cards.Bottom,
			},
			MinHeight: "80px", VerticalContentAlignment: cards.Center, RTL: new(false),
		},
		cards.ColumnSet{
			ID: "menu", Style: cards.Warning, SelectAction: cards.OpenURL{URL: "https://example.com/menu"}, Bleed: true,
			MinHeight: "40px", HorizontalAlignment: cards.Left, Columns: []cards.Column{
				{
					Width: cards.Auto, Items: text("Soup"), Style: cards.Attention,
					SelectAction: cards.OpenURL{URL: "https://example.com/menu/soup"}, Bleed: true,
					BackgroundImage: cards.BackgroundImage{URL: "https://example.com/steam.png"}, MinHeight: "20px",
					VerticalContentAlignment: cards.Top, RTL: new(true), Fallback: cards.Drop,
				},
				{Width: "2", Items: text("with bread")},
				{Width: "60px", Items: text("5.50")},
			},
		},
		cards.ActionSet{Actions: actions{cards.OpenURL{Title: "All of the menu", URL: "https://example.com/menu"}}},
	}}
}

func tableCard() cards.Card {
	return cards.Card{Body: elements{cards.Table{
		FirstRowAsHeaders: new(false), ShowGridLines: new(false), GridStyle: cards.Accent,
		HorizontalCellContentAlignment: cards.Left, VerticalCellContentAlignment: cards.Center,
		Columns: []cards.TableColumn{
			{Width: "2", HorizontalCellContentAlignment: cards.Center, VerticalCellContentAlignment: cards.Top}, {Width: "80px"},
		},
		Rows: []cards.TableRow{{
			Style: cards.Accent, HorizontalCellContentAlignment: cards.Right, VerticalCellContentAlignment: cards.Bottom,
			Cells: []cards.TableCell{
				{
					Items: text("Ann"), Style: cards.Good, SelectAction: cards.Execute{Verb: "who", Data: map[string]string{"name": "Ann"}},
					Bleed: true, BackgroundImage: cards.BackgroundImage{URL: "https://example.com/lines.png"}, MinHeight: "20px",
					VerticalContentAlignment: cards.Center, RTL: new(false),
				},
				{},
			},
		}},
	}}}
}

func inputsCard() cards.Card {
	return cards.Card{
		Body: elements{
			cards.InputText{
				ID: "name", Label: "Name", IsRequired: true, ErrorMessage: "Who is it for?", Value: "Ann", Placeholder: "First name",
				IsMultiline: true, MaxLength: 40, Regex: "^[A-Z].*", Style: cards.Email,
				InlineAction: cards.Submit{Title: "Me", Data: map[string]bool{"me": true}},
			},
			cards.InputNumber{ID: "guests", Value: new(0.0), Min: new(0.0), Max: new(12.5), Placeholder: "Guests"},
			cards.InputDate{ID: "day", Value: "2026-11-21", Min: "2026-11-20", Max: "2026-12-31", Placeholder: "Day"},
			cards.InputTime{ID: "time", Value: "19:30", Min: "18:00", Max: "23:00", Placeholder: "Time"},
			cards.InputToggle{ID: "window", Title: "At the window", Value: "yes", ValueOn: "yes", ValueOff: "no", Wrap: true},
			cards.InputChoiceSet{
				ID: "dishes", Choices: []cards.Choice{{Title: "Soup", Value: "soup"}, {Title: "Cake", Value: "cake"}}, IsMultiSelect: true,
				Style: cards.Expanded, Value: "soup,cake", Placeholder: "Dishes", Wrap: true,
			},
			cards.InputChoiceSet{ID: "host", Style: cards.Filtered, ChoicesData: cards.DataQuery{Dataset: "people", Count: 15, Skip: 5}},
		},
		Actions: actions{cards.Submit{Title: "Book"}},
	}
}

func actionsCard() cards.Card {
	order := map[string]int{"order": 7}
	return cards.Card{
		Body: elements{cards.TextBlock{ID: "details", Text: "Seven guests", IsVisible: new(false)}},
		Actions: actions{
			cards.Execute{
				Title: "Take it", Verb: "take", Data: order, AssociatedInputs: cards.NoInputs, ID: "take", IconURL: "https://example.com/hand.png",
				Style: cards.Positive, Mode: cards.Primary, Tooltip: "You will serve it", IsEnabled: new(false),
				Fallback: cards.Submit{Title: "Take it", Data: order, AssociatedInputs: cards.AutoInputs},
				Requires: map[string]string{"adaptiveCards": "1.5"},
			},
			cards.OpenURL{Title: "See", URL: "https://example.com/orders/7", Fallback: cards.Drop},
			cards.ShowCard{Title: "Comment", Card: cards.Card{
				Body:    elements{cards.InputText{ID: "comment", Label: "Comment"}},
				Actions: actions{cards.Submit{Title: "Send", Style: cards.Destructive, Mode: cards.Secondary}},
			}},
			cards.ToggleVisibility{Title: "Details", TargetElements: []cards.TargetElement{
				{ElementID: "details"}, {ElementID: "take", IsVisible: new(false)},
			}},
		},
	}
}

func universalCard() cards.Card {
	return cards.Card{
		FallbackText: "Order 7", Speak: "Order seven", Lang: "en", RTL: new(false), MinHeight: "100px", VerticalContentAlignment: cards.Top,
		SelectAction:    cards.OpenURL{URL: "https://example.com/orders/7"},
		BackgroundImage: cards.BackgroundImage{URL: "https://example.com/paper.png", FillMode: cards.Cover},
		Metadata:        cards.Metadata{WebURL: "https://example.com/orders/7"},
		Refresh: cards.Refresh{
			Action: cards.Execute{Title: "Refresh", Verb: "show", Data: map[string]int{"order": 7}}, UserIDs: []string{"29:ann", "29:bob"},
		},
		Authentication: cards.Authentication{
			Text: "Sign in to see the order", ConnectionName: "orders",
			TokenExchangeResource: schema.TokenExchangeResource{ID: "7f1e", URI: "api://example/orders", ProviderID: "entra"},
			Buttons:               []schema.CardAction{{Type: schema.ActionSignIn, Title: "Sign in", Value: "https://example.com/signin"}},
		},
		Body: text("Order 7"),
	}
}

func teamsCard() cards.Card {
	bob := schema.NewMention(schema.ChannelAccount{ID: "29:bob", Name: "Bob"})
	return cards.Card{
		Version: "1.5",
		Body: elements{
			cards.TextBlock{Text: "Hello " + bob.Text, TargetWidth: cards.AtLeast(cards.Narrow), Size: cards.Medium},
			cards.TextBlock{Text: "Hello", TargetWidth: cards.VeryNarrow, Style: cards.ColumnHeader, Spacing: cards.ExtraSmall},
			cards.Container{TargetWidth: cards.AtMost(cards.Standard), ShowBorder: true, RoundedCorners: true},
			cards.ColumnSet{ShowBorder: true, RoundedCorners: true, Columns: []cards.Column{{ShowBorder: true, RoundedCorners: true}}},
			cards.CodeBlock{CodeSnippet: "bot.OnMessage(echo)", Language: "Go", StartLineNumber: 12},
			cards.Image{URL: "https://example.com/plan.png", Style: cards.RoundedCorners, MSTeams: cards.ImageMSTeams{AllowExpand: true}},
			cards.InputChoiceSet{ID: "city", ChoicesData: cards.DataQuery{Dataset: "cities", AssociatedInputs: cards.AutoInputs}},
			cards.Object{"type": "Chart.Gauge", "value": 40, "title": cards.Accent},
			cards.Raw(`{"type": "Chart.Pie", "data": []}`),
		},
		Actions: actions{
			cards.Submit{Title: "Hello", Data: cards.IMBackData("hello")},
			cards.Submit{Title: "Tell", Data: cards.MessageBackData("tell", "I tell", map[string]int{"order": 7})},
			cards.Submit{Title: "Sign in", Data: cards.SignInData("https://example.com/signin")},
			cards.Submit{Title: "Quietly", Extra: map[string]any{"msteams": map[string]any{"feedback": map[string]bool{"hide": true}}}},
		},
		MSTeams: cards.MSTeams{Width: cards.Full, Entities: []schema.Mention{bob}},
	}
}

func extensionsCard() cards.Card {
	return cards.Card{Body: elements{
		cards.Badge{
			Text: "New", Icon: "Sparkle", IconPosition: "after", Style: cards.Informative, Appearance: "tint", Shape: "rounded", Size: cards.Large,
			Tooltip: "Since today",
		},
		cards.Icon{
			Name: "Food", Size: "xLarge", Style: "filled", Color: cards.Accent, SelectAction: cards.OpenURL{URL: "https://example.com/menu"},
			Fallback: cards.TextBlock{Text: "Menu"},
		},
		cards.ProgressBar{Value: new(0.0), Max: 12, Color: cards.Good},
		cards.ProgressRing{Label: "Cooking", LabelPosition: "above", Size: "tiny"},
		cards.Rating{Value: 4.5, Count: 120, Max: 10, Size: cards.Medium, Color: "marigold", Style: "compact"},
		cards.InputRating{ID: "stars", Label: "How was it?", Value: 3.5, Max: 10, AllowHalfSteps: true, Size: cards.Medium, Color: "marigold"},
		cards.CompoundButton{
			Title: "Order again", Description: "Soup and cake", Badge: "10% off",
			Icon:         cards.IconInfo{Name: "Cart", Size: "small", Style: "filled", Color: cards.Attention},
			SelectAction: cards.Submit{Data: map[string]bool{"again": true}},
		},
		cards.Carousel{PageAnimation: "crossFade", MinHeight: "200px", Bleed: true, Pages: []cards.CarouselPage{
			{
				Items: text("Soup"), Style: cards.Emphasis, SelectAction: cards.OpenURL{URL: "https://example.com/menu/soup"},
				BackgroundImage: cards.BackgroundImage{URL: "https://example.com/steam.png"}, MinHeight: "100px",
				VerticalContentAlignment: cards.Bottom, RTL: new(false), ShowBorder: true, RoundedCorners: true,
			},
			{Items: text("Cake")},
		}},
	}}
}
