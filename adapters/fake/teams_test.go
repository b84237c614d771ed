package fake_test

import (
	"context"
	"errors"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/fake"
	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/connector"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
	"github.com/convobot/convo/handlers"
)

func teamsStory(t *testing.T) *fake.Conversation {
	t.Helper()
	w := fake.NewWorld(t)
	return w.Connect(newTeamsBot(w.HTTPClient()))
}

func TestDialogs(t *testing.T) {
	t.Parallel()
	conv := teamsStory(t).Says("write").ExpectCard("Notes")
	conv.Presses("Write").ExpectDialog("What happened?")
	conv.Submits().ExpectDialog("Write something")
	conv.Submits(fake.Inputs{"note": "tea"}).ExpectAnswer("Kept: tea")
	conv.Presses("Write").ExpectDialog("A note").Presses("Save", fake.Inputs{"note": "milk"}).ExpectAnswer("Kept: milk")
	conv.Presses("Page").ExpectDialog("contoso.example/form").Submits(fake.Inputs{"note": "from the page"}).ExpectAnswer("Kept: from the page")
	conv.ExpectNothing()
}

// A dialog is in front of one person, until they do something else.
func TestDialogsAreOnesOwn(t *testing.T) {
	t.Parallel()
	ann := teamsStory(t).InGroup("Release", "Bob").Says("write").ExpectCard("Notes")
	bob := ann.As("Bob")
	ann.Presses("Write").ExpectDialog("What happened?")
	bob.Presses("Write").ExpectDialog("What happened?").Submits(fake.Inputs{"note": "Bob's"}).ExpectAnswer("Kept: Bob's")
	ann.Submits(fake.Inputs{"note": "Ann's"}).ExpectAnswer("Kept: Ann's")
	bob.Says("hi").ExpectText("Echo: hi")
}

func TestDialogsTogether(t *testing.T) {
	t.Parallel()
	ann := teamsStory(t).InGroup("Release", "Bob").Says("write").ExpectCard("Notes")
	bob := ann.As("Bob")
	ann.Presses("Write")
	bob.Presses("Write")
	ann.Together(func() {
		ann.Submits(fake.Inputs{"note": "Ann's"})
		bob.Submits(fake.Inputs{"note": "Bob's"})
	})
	ann.ExpectAnswer("Kept: Ann's")
	bob.ExpectAnswer("Kept: Bob's")
}

func TestConfigurationAndTabs(t *testing.T) {
	t.Parallel()
	group := teamsStory(t).InGroup("Release")
	group.Configures().ExpectDialog("How often?").Submits(fake.Inputs{"note": "daily"}).ExpectAnswer("From now on daily")
	group.OpensTab("home").ExpectAnswer("Tab home").Presses("Save", fake.Inputs{"note": "tea"}).ExpectAnswer("Thanks for tea")
}

func TestMessageExtensions(t *testing.T) {
	t.Parallel()
	conv := teamsStory(t)
	conv.Searches("tea", fake.Inputs{"text": "tea"}).ExpectResults("Green tea", "Black tea").
		Picks("Black tea").ExpectResults("Black tea, a cup of it")
	conv.Searches("tea").ExpectResults("Green tea", "Black tea")
	conv.Searches("tea", fake.Inputs{"text": "nothing"}).ExpectResults()
	conv.PastesLink("https://contoso.example/7").ExpectResults("Page https://contoso.example/7")

	conv.Says("hi").ExpectText("Echo: hi")
	conv.OpensAction("note", "Echo").ExpectDialog("Note on: Echo: hi").Submits(fake.Inputs{"note": "tea"}).ExpectResults("Note tea")
	conv.OpensAction("announce").ExpectDialog("Note on: ").Submits(fake.Inputs{"note": "tea"}).ExpectPreview("Announcement: tea").
		Revises().ExpectDialog("Once more").Submits(fake.Inputs{"note": "coffee"}).ExpectPreview("Announcement: coffee").
		Posts().ExpectText("Announcement: coffee")
	conv.SubmitsAction("note", fake.Inputs{"note": "quick"}).ExpectResults("Note quick").ExpectNothing()
}

func TestFeedbackAndPrompts(t *testing.T) {
	t.Parallel()
	conv := teamsStory(t)
	conv.Says("judge me").ExpectText("How was I?").Rates("like").ExpectText("A like")
	conv.Rates("dislike", "too long").ExpectText("A dislike too long")
	conv.Says("judge me well").ExpectText("How was I, in your words?").Rates("dislike").ExpectDialog("What was wrong?").
		Submits(fake.Inputs{"note": "all"}).ExpectContains("A dislike")
	conv.Says("prompts").ExpectText("Next?").Presses("Vote").ExpectText("You want tea")
}

func TestChangesOfMessages(t *testing.T) {
	t.Parallel()
	conv := teamsStory(t)
	for _, place := range []*fake.Conversation{conv, conv.InGroup("Release"), conv.InChannel("General")} {
		place = place.Says("hi").ExpectText("Echo: hi")
		place.Edits("ho").ExpectText("You meant: ho").Deletes().ExpectText("Forgotten").Undeletes().ExpectText("Remembered")
		place.Reacts(schema.ReactionLike).ExpectText("Thanks for the like")
	}
	conv.Says("one").ExpectText("Echo: one").Says("two").ExpectText("Echo: two").Deletes().ExpectText("Forgotten")
	conv.Edits("three").ExpectText("You meant: three").Undeletes().ExpectText("Remembered")
	conv.Says("thanks?").ExpectText("Echo: thanks?").Reacts(schema.ReactionHeart).ExpectText("Thanks for the heart")
	failure := fails(t, func(t fake.TB) {
		fake.New(t, newTeamsBot(nil)).Says("hi").Unreacts(schema.ReactionHeart)
	})
	require.Contains(t, failure, "the reaction heart of Ann")
	conv.Says("like it").ExpectReaction(schema.ReactionHeart).Reads().ExpectContains("Read up to 17000000").ExpectNothing()
}

func TestTargeted(t *testing.T) {
	t.Parallel()
	ann := teamsStory(t).InGroup("Release", "Bob").Says("psst").ExpectTargeted("Only you")
	ann.As("Bob").ExpectNothing()
	failure := fails(t, func(t fake.TB) {
		w := fake.NewWorld(t)
		w.Connect(newTeamsBot(nil)).InGroup("Release").Says("psst").ExpectText("Only you hear this")
	})
	require.Contains(t, failure, `got: "Only you hear this" (for Ann only)`)
}

func TestFiles(t *testing.T) {
	t.Parallel()
	conv := teamsStory(t)
	conv.Says("report").ExpectCard("The report").AcceptsFile().
		ExpectFile("report.txt", "7 teas\n").ExpectCard("report.txt")
	conv.DeclinesFile().ExpectText("Then no")
	conv.SendsFile("notes.txt", []byte("milk")).ExpectText("notes.txt 200: milk")
	conv.InGroup("Release").SendsFile("cat.png", []byte("meow")).ExpectContains("200: meow")
	failure := fails(t, func(t fake.TB) { fake.New(t, newTeamsBot(nil)).InGroup("Release").SendsFile("notes.txt", nil) })
	require.Contains(t, failure, "personal chats only")
}

func TestNoNetwork(t *testing.T) {
	t.Parallel()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://elsewhere.example/", http.NoBody)
	require.NoError(t, err)
	resp, err := fake.NewWorld(t).HTTPClient().Do(req)
	if err == nil {
		resp.Body.Close()
	}
	require.ErrorContains(t, err, `no host "elsewhere.example" in this world`)
}

func TestPlaces(t *testing.T) {
	t.Parallel()
	conv := teamsStory(t)
	general := conv.InChannel("General")
	news := conv.CreatesChannel("News")
	general.ExpectText("created News of Contoso")
	news = news.ChangesChannel(teams.EventChannelRenamed, "Old news")
	general.ExpectText("renamed Old news of Contoso")
	conv.InChannel("Old news").Says("hi").ExpectText("Echo: hi")
	news.ChangesChannel(teams.EventChannelDeleted)
	news.ChangesChannel(teams.EventChannelRestored)
	conv.CreatesChannel("Club", "shared").ExpectText("created Club of Contoso").
		ChangesChannel(teams.EventChannelShared, "Fabrikam").ExpectText("shared Club of Contoso").
		AddsMembers("Bob").ExpectNothing()
	general.ChangesTeam(teams.EventTeamRenamed, "Contoso Tea").ExpectText("now Contoso Tea")
	general.ChangesTeam(teams.EventTeamArchived).ChangesTeam(teams.EventTeamUnarchived).ExpectText("back in Contoso Tea")
	failure := fails(t, func(t fake.TB) { fake.New(t, newBot()).ChangesTeam(teams.EventTeamArchived) })
	require.Contains(t, failure, "there is no channel")
}

func TestMeetings(t *testing.T) {
	t.Parallel()
	standup := teamsStory(t).InMeeting("Standup", "Bob")
	bob := standup.As("Bob")
	standup.StartsMeeting().ExpectText("Standup begins")
	bob.Joins().ExpectNotification("Welcome")
	standup.Says("hi").ExpectText("Echo: hi")
	bob.Leaves().ExpectText("Bye Bob")
	standup.EndsMeeting().ExpectText("Standup is over").ExpectNothing()
	require.NotEmpty(t, standup.Meeting().ID)
	for _, story := range []func(c *fake.Conversation){
		func(c *fake.Conversation) { c.StartsMeeting() }, func(c *fake.Conversation) { c.Meeting() },
	} {
		require.Contains(t, fails(t, func(t fake.TB) { story(fake.New(t, newBot())) }), "fake: Ann's chat is no meeting")
	}
}

func TestEventsWithoutASentence(t *testing.T) {
	t.Parallel()
	conv := teamsStory(t)
	conv.Sends(&schema.Activity{
		Type: schema.TypeEvent, Name: teams.EventAgentLifecycle, ValueType: teams.AgenticUserEnabled,
		Value: teams.AgentLifecycle{AgenticUserID: "7"},
	}).ExpectText(teams.AgenticUserEnabled)
	require.Equal(t, http.StatusOK, conv.Invokes(teams.InvokeHandoff, teams.Handoff{Continuation: "tea"}).Status)
	conv.ExpectText("We were at tea")
}

func TestSignIn(t *testing.T) {
	t.Parallel()
	conv := teamsStory(t)
	conv.Says("sign in").ExpectActivity(func(*schema.Activity) error { return nil }).SignsIn("graph", "t-1").ExpectText("Your token is t-1")
	conv.Says("sign in").ExpectText("You are signed in").Says("sign out")

	conv.World().Teams().AddConnection(world.Connection{Name: "graph", Resource: "api://bot"})
	conv.Says("sign in").ExpectActivity(func(*schema.Activity) error { return nil })
	conv.OffersToken("graph", "stolen").ExpectRefusal(http.StatusPreconditionFailed, "no")
	conv.SignsInSilently("graph", "t-2").ExpectText("Silently t-2").Says("sign in").ExpectText("You are signed in")

	failure := fails(t, func(t fake.TB) { fake.New(t, newTeamsBot(nil)).SignsIn("graph", "t") })
	require.Contains(t, failure, `want: a card to sign in to "graph"`)
	failure = fails(t, func(t fake.TB) { fake.New(t, newTeamsBot(nil)).Says("sign in").SignsInSilently("graph", "t") })
	require.Contains(t, failure, "has no token exchange resource")
}

// A button may need a token: the client asks the person to sign in, and presses it once more.
func TestSignInForAButton(t *testing.T) {
	t.Parallel()
	card := `{"type":"AdaptiveCard","version":"1.5","body":[],"actions":[{"type":"Action.Execute","title":"Mail","verb":"mail"}]}`
	var bot handlers.ActivityHandler
	bot.OnMessage(func(ctx context.Context, turn *framework.TurnContext) error { return say(ctx, turn, adaptive(card)) })
	handlers.OnInvoke(&bot, schema.InvokeAdaptiveCardAction,
		func(ctx context.Context, turn *framework.TurnContext, v schema.AdaptiveCardInvokeValue) (schema.AdaptiveCardInvokeResponse, error) {
			tokens, err := connector.TokensFromTurn(turn)
			if err != nil {
				return schema.AdaptiveCardInvokeResponse{}, err
			}
			token, err := tokens.GetToken(ctx, "mail", v.State)
			if v.Authentication.Token != "" {
				token, err = tokens.Exchange(ctx, "mail", schema.TokenExchangeRequest{Token: v.Authentication.Token})
			}
			if errors.Is(err, connector.ErrNoToken) {
				return schema.AdaptiveCardInvokeResponse{
					StatusCode: http.StatusUnauthorized, Type: schema.ContentTypeLoginRequest,
					Value: schema.NewOAuthCard("mail", "Sign in", "Sign in", "https://contoso.example/"),
				}, nil
			}
			return schema.MessageResponse("mailed with " + token.Token), err
		})
	conv := fake.New(t, &bot).Says("hi").ExpectCard("Mail")
	conv.Presses("Mail").ExpectRefusal(http.StatusUnauthorized, "Sign in").SignsIn("mail", "t-1").ExpectAnswer("mailed with t-1")
	conv.As("Bob").Says("hi").ExpectCard("Mail").Presses("Mail").SignsInSilently("mail", "t-2").ExpectAnswer("mailed with t-2")
}

// Who asks for expectReplies gets the replies in the answer, and shows them.
func TestExpectReplies(t *testing.T) {
	t.Parallel()
	a := schema.TextMessage("hi")
	a.DeliveryMode = schema.DeliveryExpectReplies
	fake.New(t, newBot()).Sends(a).ExpectText("Echo: hi").ExpectNothing()
}

func TestFailuresOfSurfaces(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		story func(conv *fake.Conversation)
		want  string
	}{
		{"no dialog", func(conv *fake.Conversation) { conv.Submits() }, "got: nothing\nwant: a dialog to submit"},
		{
			"another dialog", func(conv *fake.Conversation) { conv.Says("write").Presses("Write").ExpectDialog("Why?") },
			"got: the dialog \"A note\", \"What happened?\", \"Save\"\nwant: a dialog with \"Why?\" in it",
		},
		{
			"no button of the dialog", func(conv *fake.Conversation) { conv.Says("write").Presses("Write").Presses("Send") },
			"in the dialog \"A note\":\n got: the buttons \"Save\"\nwant: a button \"Send\"",
		},
		{
			"a message for a dialog",
			func(conv *fake.Conversation) {
				conv.Says("write").Presses("Write").Submits(fake.Inputs{"note": "x"}).ExpectDialog("Kept")
			}, "want: a dialog with \"Kept\" in it",
		},
		{"other results", func(conv *fake.Conversation) { conv.Searches("tea").ExpectResults("Coffee") }, "got: the results [Green tea | in full | Green tea] [Black tea | in full | Black tea]\nwant: the results \"Coffee\""},
		{"too many results", func(conv *fake.Conversation) { conv.Searches("tea").ExpectResults() }, "want: no results"},
		{"no such result", func(conv *fake.Conversation) { conv.Searches("tea").Picks("Coffee") }, "none of the 2 results shows \"Coffee\""},
		{"no preview", func(conv *fake.Conversation) { conv.Searches("tea").Posts() }, "want: the preview of a message"},
		{"no judgement", func(conv *fake.Conversation) { conv.Says("hi").Rates("like") }, "want: a message that asks for feedback"},
		{"nothing said", func(conv *fake.Conversation) { conv.Edits("x") }, "want: a message of Ann"},
		{"no file", func(conv *fake.Conversation) { conv.Says("hi").AcceptsFile() }, "want: a message that offers a file"},
		{"no reaction", func(conv *fake.Conversation) { conv.Says("hi").ExpectReaction("like") }, "want: the reaction like"},
		{"another reaction", func(conv *fake.Conversation) { conv.Says("like it").ExpectReaction("like") }, "got: the reaction heart\nwant: the reaction like"},
		{"no channel", func(conv *fake.Conversation) { conv.CreatesChannel("News"); conv.CreatesChannel("News") }, "has a channel \"News\" already"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			require.Contains(t, fails(t, func(t fake.TB) { tt.story(fake.New(t, newTeamsBot(nil))) }), tt.want)
		})
	}
}
