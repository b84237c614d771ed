// Package cards holds Adaptive Cards as Go values, as Teams shows them: version 1.5, of 1.6 what Teams knows, and
// Teams' own elements but for charts.
//
//	card := cards.Card{
//		Body: []cards.Element{
//			cards.TextBlock{Text: "Lunch?", Weight: cards.Bolder},
//			cards.InputText{ID: "what", Label: "What would you like?", IsRequired: true},
//		},
//		Actions: []cards.Action{cards.Execute{Title: "Order", Verb: "order", Data: order{Table: 4}}},
//	}
//	turn.SendActivity(ctx, schema.AttachmentMessage(card.Attachment()))
//
// A card is also the answer to a button, in [schema.CardResponse], the card of a dialog or tab, and whatever else takes
// JSON. Zero fields are not written; nil elements and actions are left out, so that a card's literal can hold what it has
// only sometimes. What a type has no field for goes into its Extra, and elements that have no type are an [Object] or [Raw].
//
// A card in JSON needs none of this: [schema.AdaptiveCard] takes it as a [json.RawMessage].
//
// Cards are written only. What comes back from a user is the data of an action, of a type of your own, to be read with
// [schema.As]; a card that a message brings back is read like any other JSON.
//
// # What there is
//
//   - what a card is about: [TextBlock], [RichTextBlock] of [TextRun], [PlainText], [FactSet], [CodeBlock], [Image], [ImageSet], [Media];
//   - where it stands: [Container], [ColumnSet] of [Column], [Table] of [TableRow], [ActionSet];
//   - what it asks for: [InputText], [InputNumber], [InputDate], [InputTime], [InputToggle], [InputChoiceSet], [InputRating];
//   - its buttons: [Execute] asks the bot and may put another card in its place, [Submit] sends a message or a dialog's form,
//     [OpenURL], [ShowCard], [ToggleVisibility]; [IMBackData], [MessageBackData] and [SignInData] are data of a Submit;
//   - of Teams: [Badge], [Icon], [Rating], [ProgressBar], [ProgressRing], [CompoundButton], [Carousel], and, in the card's
//     [MSTeams], its width and mentions; [Refresh] shows everybody a view of their own.
//
// # Checks
//
// [Check] finds what clients do not show, do not send, or refuse, in either kind of card: call it in a test. Messages that are
// too large for Teams are found by teams.CheckSize, and not sent with the middleware of package messagesize.
package cards
