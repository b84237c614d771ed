package main

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/fake"
	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
)

func TestMessage(t *testing.T) {
	t.Parallel()
	store := newStore()
	ann := fake.New(t, newBot(store))
	bob := ann.As("Bob Smith").Says("language de").ExpectContains("Deutsch")

	ann.Says("message @Bob Smith hello").ExpectText("I have told Bob Smith: hello").ExpectNothing()
	bob.ExpectContains("Ann bittet mich, dir zu sagen: hello\n\nSage `stop`").ExpectNothing()
	ann.Says("message @ bob: are you\nthere?").ExpectText("I have told Bob Smith: are you\nthere?")
	bob.ExpectContains("Ann bittet mich, dir zu sagen: are you\nthere?")
}

// Carol has never written to the bot: her private chat is made, in whatever language Ann speaks, and remembered.
func TestMessageOpensAPrivateChat(t *testing.T) {
	t.Parallel()
	store := newStore()
	ann := fake.New(t, newBot(store))
	ann.Says("language fr").ExpectContains("français")
	team := ann.InChannel("General")
	carol := team.As("Carol")

	team.Says("message @Carol bonjour").ExpectText("Je l'ai dit à Carol : bonjour")
	chat := ann.As("Carol")
	chat.ExpectContains("Ann m'a demandé de vous dire : bonjour").ExpectNothing()
	record := load(t, store, carol)
	require.Equal(t, chat.Reference().Conversation.ID, record.Reference.Conversation.ID)
	require.Equal(t, "Carol", record.Reference.User.Name)

	// From now on Ann can write to her from anywhere.
	ann.Says("message @Carol encore").ExpectContains("Je l'ai dit à Carol")
	chat.ExpectContains("encore").ExpectNothing()
}

func TestMessageToAMention(t *testing.T) {
	t.Parallel()
	for name, name2 := range map[string]string{
		`Zoë "Zed" O'Ähm`: "plain",
		`<b>&amp; Söhne`:  "markup in the name",
		`Bob Smith`:       "first name only",
	} {
		t.Run(name2, func(t *testing.T) {
			t.Parallel()
			store := newStore()
			ann := fake.New(t, newBot(store)).InChannel("General")
			who, shown := ann.As(name).Reference().User, name
			mention := schema.NewMention(who)
			mention.Mentioned.AADObjectID = "" // as in Teams
			if name == "Bob Smith" {
				mention.Text, shown = "<at>Bob</at>", "Bob"
			}
			asks(ann, "message "+mention.Text+"&nbsp; hello "+mention.Text, mention, mention).
				ExpectContains("I have told " + asWritten(name) + ": hello " + asWritten(shown))
			ann.As(name).InPrivate().ExpectContains("Ann asked me to tell you: hello " + asWritten(shown)).ExpectNothing()
			record := load(t, store, ann.As(name))
			require.NotEmpty(t, record.Key.UserID)
			require.Equal(t, who.AADObjectID, record.Key.UserID, "the same record as when they write themselves")
		})
	}
}

func TestMessageToAMentionOfNobody(t *testing.T) {
	t.Parallel()
	ann := fake.New(t, newBot(newStore())).InChannel("General")
	asks(ann, "message <at></at> hello", schema.Mention{Text: "<at></at>"}).ExpectContains("`message @name hello`").ExpectNothing()
}

// asWritten is how a message shows what people wrote, without it becoming markup.
func asWritten(text string) string { return strings.ReplaceAll(text, "<", "&lt;") }

func TestMessageToNobody(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, text, want string }{
		{"nothing", "message", "`message @name hello`"},
		{"no name", "message hello", "`message @name hello`"},
		{"markup", "message @<b> hello", `nobody whose name is "&lt;b>"`},
		{"long name", "message @" + strings.Repeat("é", 50_000), `name is "` + strings.Repeat("é", maxName) + `"`},
		{"an empty name", "message @", "`message @name hello`"},
		{"nothing to say", "message @Bob Smith", "`message @name hello`"},
		{"only space to say", "message @Bob Smith \u00a0 &nbsp; ", "`message @name hello`"},
		{"unknown", "message @Zoe hello", `nobody whose name is "Zoe"`},
		{"a part of a name", "message @Bo hello", `nobody whose name is "Bo"`},
		{"a longer name", "message @Bobby hello", `nobody whose name is "Bobby"`},
		{"a double name", "message @Bob-Ray hello", `nobody whose name is "Bob-Ray"`},
		{"several first names", "message @carl hello", "it could be: Carl Jung, Carl Sagan"},
		{"several full names", "message @Dan Brown hello", "it could be: Dan Brown, Dan  Brown"},
		{"oneself", "message @Ann hello", "That is you"},
		{"the bot", "message @Bot hello", "not to bots"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			ann := fake.New(t, newBot(newStore()))
			group := ann.InGroup("Release", "Bob Smith", "Carl Jung", "Carl Sagan", "Dan Brown")
			twin := ann.InGroup("Other").As("Dan  Brown").Says("hi").ExpectText("Echo: hi")
			group.Says(tt.text).ExpectContains(tt.want).ExpectNothing()
			twin.ExpectNothing()
		})
	}
}

// The longest name counts: Bob is not Bob Smith.
func TestMessageToTheLongestName(t *testing.T) {
	t.Parallel()
	group := fake.New(t, newBot(newStore())).InGroup("Release", "Bob", "Bob Smith", "BOB SMITH jr", "Jörg Ünal")
	group.Says("message @bob smith jr hello").ExpectText("I have told BOB SMITH jr: hello")
	group.Says("message @bob smith hello").ExpectText("I have told Bob Smith: hello")
	group.Says("message @bob hello").ExpectText("I have told Bob: hello")
	group.Says("message @JO\u0308RG ünal hello").ExpectText("I have told Jörg Ünal: hello") // as a Mac writes it
}

func TestMessageIsNotForThoseWhoWantNone(t *testing.T) {
	t.Parallel()
	store := newStore()
	ann := fake.New(t, newBot(store))
	bob := ann.As("Bob").Says("stop").ExpectContains("any more unless asked")
	ann.Says("message @Bob hello").ExpectContains("Bob does not want messages through me").ExpectNothing()
	bob.ExpectNothing()

	bob.Says("start").ExpectContains("again")
	mute := func(r *proactive.Record) error {
		r.Preferences.MutedUntil = time.Now().Add(time.Hour)
		return nil
	}
	require.NoError(t, store.references.Update(t.Context(), load(t, store, bob).Key, mute))
	ann.Says("message @Bob hello").ExpectContains("Bob does not want messages through me")
	bob.Says("start").ExpectContains("again").ExpectNothing()
	ann.Says("message @Bob hello").ExpectContains("I have told Bob")
	bob.ExpectContains("hello").ExpectNothing()
}

func TestMessageToSomebodyWhoRemovedTheBot(t *testing.T) {
	t.Parallel()
	ann := fake.New(t, newBot(newStore()))
	bob := ann.As("Bob").Says("hi").ExpectText("Echo: hi").Uninstalls()
	ann.Says("message @Bob hello").ExpectContains("I cannot write to Bob, who removed or blocked me")
	bob.Installs().ExpectContains("ConvoBot")
	ann.Says("message @Bob hello").ExpectContains("I have told Bob")
	bob.ExpectContains("hello").ExpectNothing()
}

// TestMessageToAChatThatIsGone: the channel forgot the private chat that the bot remembers; there is a new one.
func TestMessageToAChatThatIsGone(t *testing.T) {
	t.Parallel()
	store := newStore()
	ann := fake.New(t, newBot(store))
	bob := ann.As("Bob").Says("hi").ExpectText("Echo: hi")
	require.NoError(t, store.references.Update(t.Context(), load(t, store, bob).Key, func(r *proactive.Record) error {
		r.Reference.Conversation.ID = "a:gone"
		return nil
	}))
	ann.Says("message @Bob hello").ExpectContains("I have told Bob")
	bob.ExpectContains("Ann asked me to tell you: hello").ExpectNothing()
}

func TestMessageIsRefused(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		trouble func(teams *world.World, bob *fake.Conversation)
		want    string
		arrives bool
	}{
		{"blocked", func(_ *world.World, bob *fake.Conversation) { bob.Blocks() }, "I cannot write to Bob, where I am blocked", false},
		{"no app", func(teams *world.World, bob *fake.Conversation) { teams.Unreachable(bob.Person()) }, "Bob, who does not have my app", false},
		{"bots start nothing", func(teams *world.World, _ *fake.Conversation) { teams.AllowStarting(world.StartNothing) }, "may not start such a conversation here", false},
		{"no chat for now", func(teams *world.World, _ *fake.Conversation) {
			teams.Inject(world.Fault{Path: "/v3/conversations"})
		}, "nothing was delivered", false},
		{"too many messages", func(teams *world.World, _ *fake.Conversation) {
			teams.Inject(world.Fault{Path: "/activities", Status: http.StatusTooManyRequests, RetryAfter: time.Minute})
		}, "again in 60 seconds", false},
		{"perhaps delivered", func(teams *world.World, _ *fake.Conversation) {
			teams.Inject(world.Fault{Path: "/activities", Done: true})
		}, "it may have been delivered", true},
		{"another code", func(teams *world.World, _ *fake.Conversation) {
			teams.Inject(world.Fault{Path: "/activities", Status: http.StatusForbidden, Code: "BotDisabledByAdmin"})
		}, "(BotDisabledByAdmin)", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := fake.NewWorld(t)
			group := w.Connect(newBot(newStore())).InGroup("Release", "Bob")
			bob := group.As("Bob")
			tt.trouble(w.Teams(), bob)
			group.Says("message @Bob hello").ExpectContains(tt.want).ExpectNothing()
			chat := bob.InPrivate()
			if tt.arrives {
				chat.ExpectContains("Ann asked me to tell you: hello")
			}
			chat.ExpectNothing()
		})
	}
}

// TestMessageToSomebodyWhoBlocksTheBot: the bot does not try again until it hears of them.
func TestMessageToSomebodyWhoBlocksTheBot(t *testing.T) {
	t.Parallel()
	ann := fake.New(t, newBot(newStore()))
	bob := ann.As("Bob").Says("hi").ExpectText("Echo: hi").Blocks()
	ann.Says("message @Bob hello").ExpectContains("where I am blocked")
	bob.Unblocks()
	ann.Says("message @Bob hello").ExpectContains("who removed or blocked me")
	bob.ExpectNothing().Says("hi again").ExpectText("Echo: hi again")
	ann.Says("message @Bob hello").ExpectContains("I have told Bob")
	bob.ExpectContains("hello").ExpectNothing()
}

func TestMessageToAnUnknownID(t *testing.T) {
	t.Parallel()
	ann := fake.New(t, newBot(newStore())).InChannel("General")
	stranger := schema.NewMention(schema.ChannelAccount{ID: "29:stranger", Name: "Stranger"})
	asks(ann, "message "+stranger.Text+" hello", stranger).ExpectContains("I cannot reach Stranger")
	other := schema.NewMention(schema.ChannelAccount{ID: "28:other", Name: "Other"})
	asks(ann, "message "+other.Text+" hello", other).ExpectContains("not to bots")
}

// TestMessageInWebChat: there people are remembered by their conversations, and bots start none.
func TestMessageInWebChat(t *testing.T) {
	t.Parallel()
	channel := newChannel(t, func(r *http.Request) (int, string) {
		if r.URL.Path == "/v3/conversations" {
			return http.StatusMethodNotAllowed, ""
		}
		return http.StatusCreated, `{"id": "1"}`
	})
	says := func(who, text, entities string) {
		channel.tell(`{
			"type": "message", "channelId": "webchat", "from": {"id": "` + who + `", "name": "` + who + `"}, "recipient": {"id": "bot", "name": "ConvoBot"},
			"conversation": {"id": "of-` + who + `"}, "text": "` + text + `", "entities": [` + entities + `]
		}`)
	}
	says("Bob", "hi", "")
	says("Ann", "message @Bob hello", "")
	require.Contains(t, channel.heard[1], "/v3/conversations/of-Bob/activities ")
	require.Contains(t, channel.heard[1], "Ann asked me to tell you: hello")
	require.Contains(t, channel.heard[2], "I have told Bob: hello")

	says("Ann", "message <at>Eve</at> hello", `{"type": "mention", "mentioned": {"id": "Eve", "name": "Eve"}, "text": "<at>Eve</at>"}`)
	require.Contains(t, channel.heard[4], "I may not start such a conversation here")
}

// TestMessageLooksThroughABoundedRoster: nobody is found beyond it.
func TestMessageLooksThroughABoundedRoster(t *testing.T) {
	t.Parallel()
	var others []string
	for i := range maxRoster {
		others = append(others, fmt.Sprintf("Person number %d", i))
	}
	group := fake.New(t, newBot(newStore())).InGroup("All", append(others, "Bob")...)
	group.Says("message @Bob hello").ExpectContains(`nobody whose name is "Bob" among the first 2000 people`)
	group.Says("message @Person hello").ExpectContains("among the first 2000 people") // a first name is not enough then
	group.Says("message @Person number 7 hello").ExpectContains("I have told Person number 7: hello")
}

// TestMessageDoesNotGrow: what mentions claim to be called is not put in their place.
func TestMessageDoesNotGrow(t *testing.T) {
	t.Parallel()
	group := fake.New(t, newBot(newStore())).InGroup("Release", "Bob")
	var mentions []schema.Mention
	for range 2 * maxMentions {
		mentions = append(mentions, schema.Mention{Mentioned: schema.ChannelAccount{ID: "29:x", Name: "<at>x</at><at>x</at>"}, Text: "<at>x</at>"})
	}
	asks(group, "message @Bob <at>x</at>", mentions...).ExpectText("I have told Bob: x")
}

// TestMessageFindsOnlyItsOwn: people of another bot, channel or organization are not found.
func TestMessageFindsOnlyItsOwn(t *testing.T) {
	t.Parallel()
	store := newStore()
	ann := fake.New(t, newBot(store))
	own := load(t, store, ann.As("Bob").Says("hi").ExpectText("Echo: hi"))
	require.NoError(t, store.references.Delete(t.Context(), own.Key))
	for _, change := range []func(*proactive.Key){
		func(k *proactive.Key) { k.AppID = "other" },
		func(k *proactive.Key) { k.ChannelID = "webchat" },
		func(k *proactive.Key) { k.TenantID = "other" },
	} {
		key := own.Key
		change(&key)
		require.NoError(t, store.references.Update(t.Context(), key, func(r *proactive.Record) error {
			r.Reference = own.Reference
			return nil
		}))
	}
	ann.Says("message @Bob hello").ExpectContains(`nobody whose name is "Bob"`)
}

func TestRefusal(t *testing.T) {
	t.Parallel()
	refused := func(class framework.Class, status int, code string) *framework.ChannelError {
		return &framework.ChannelError{Class: class, Status: status, Code: code}
	}
	for _, tt := range []struct {
		name  string
		err   *framework.ChannelError
		doing []attempt // nil for each
		want  string
	}{
		{"a channel where bots do not start", refused(framework.NotAllowed, http.StatusMethodNotAllowed, ""), nil, "refused.here"},
		{"not implemented", refused(framework.NotAllowed, http.StatusNotImplemented, ""), nil, "refused.here"},
		{"no app", refused(framework.Stop, 403, "ForbiddenOperationException"), []attempt{openingChat, sending}, "refused.noapp Bob"},
		{"no app, in a group", refused(framework.Stop, 403, "ForbiddenOperationException"), []attempt{openingGroup}, "refused.here"},
		{"no groups", refused(framework.Rejected, 400, "BadSyntax"), []attempt{openingGroup}, "refused.group"},
		{"another 400 of a group", refused(framework.Rejected, 400, "BadArgument"), []attempt{openingGroup}, "refused.other BadArgument"},
		{"a bad id", refused(framework.Rejected, 400, "BadSyntax"), []attempt{openingChat}, "refused.unreachable Bob"},
		{"a bad message", refused(framework.Rejected, 400, "BadSyntax"), []attempt{sending}, "refused.other BadSyntax"},
		{"no conversation", refused(framework.ForgetAddress, 404, "ConversationNotFound"), []attempt{openingChat, sending}, "refused.unreachable Bob"},
		{"not in the roster", refused(framework.Stop, 403, "BotNotInConversationRoster"), []attempt{openingChat, sending}, "refused.unreachable Bob"},
		{"blocked", refused(framework.Stop, 403, "ConversationBlockedByUser"), []attempt{openingChat, sending}, "refused.blocked Bob"},
		{"muted", refused(framework.Stop, 403, "MessageWritesBlocked"), []attempt{openingChat, sending}, "refused.blocked Bob"},
		{"throttled", &framework.ChannelError{Class: framework.RetryLater, Status: 429, RetryAfter: 1500 * time.Millisecond}, nil, "refused.seconds 2"},
		{"throttled for a time unknown", refused(framework.RetryLater, 429, ""), nil, "refused.later"},
		{"no connection", refused(framework.RetryLater, 0, ""), nil, "refused.later"},
		{"a gateway that gave up: a chat", refused(framework.Ambiguous, 502, ""), []attempt{openingChat}, "refused.later"},
		{"a gateway that gave up: a message", refused(framework.Ambiguous, 502, ""), []attempt{sending}, "refused.maybe Bob"},
		{"a gateway that gave up: a group", refused(framework.Ambiguous, 502, ""), []attempt{openingGroup}, "refused.maybe.group Bob"},
		{"disabled", refused(framework.Stop, 403, "BotDisabledByAdmin"), nil, "refused.other BotDisabledByAdmin"},
		{"without a code", refused(framework.NotAllowed, 403, ""), nil, "refused.other 403"},
		{"without anything", refused(framework.Unauthorized, 0, ""), nil, "refused.other unauthorized"},
		{"too big", refused(framework.TooBig, 413, "MessageSizeTooBig"), nil, "refused.big"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if tt.doing == nil {
				tt.doing = []attempt{openingChat, sending, openingGroup}
			}
			for _, doing := range tt.doing {
				err := refusal(doing, "Bob", fmt.Errorf("wrapped: %w", tt.err))
				var spoken *spokenError
				require.ErrorAs(t, err, &spoken)
				got := strings.TrimSpace(spoken.key + " " + strings.TrimSuffix(fmt.Sprintln(spoken.args...), "\n"))
				require.Equal(t, tt.want, got, "attempt %d", doing)
				texts := loadPhrases()
				require.Contains(t, texts, spoken.key)
				require.NotContains(t, texts.voice("de").say(spoken.key, spoken.args...), "%!", "the text takes what it is given")
			}
		})
	}
	require.Equal(t, context.Canceled, refusal(sending, "Bob", context.Canceled), "what is no answer of the channel stays as it is")
}
