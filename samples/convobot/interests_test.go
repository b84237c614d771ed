package main

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/fake"
	"github.com/convobot/convo/framework/proactive"
)

func TestFollow(t *testing.T) {
	t.Parallel()
	store := newStore()
	ann := fake.New(t, newBot(store))
	ann.Says("follow").ExpectContains("nothing yet")
	ann.Says("follow News").ExpectContains("You follow news now")
	ann.InChannel("General").Says("follow releases").ExpectContains("in our private chat")
	ann.Says("follow").ExpectText("You follow: news, releases")
	require.Equal(t, []string{"news", "releases"}, load(t, store, ann).Preferences.Topics)

	ann.As("Bob").Says("follow").ExpectContains("nothing yet")
	ann.Says("unfollow news").ExpectText("You do not follow news any more.")
	ann.Says("unfollow news").ExpectContains(`do not follow "news"`)
	ann.Says("unfollow <b>bold").ExpectContains(`do not follow "&lt;b>bold"`)
	ann.Says("unfollow " + strings.Repeat("é", 50_000)).ExpectContains(`"` + strings.Repeat("é", maxTopicName) + `"`)
	ann.Says("follow").ExpectText("You follow: releases")
}

func TestFollowHasLimits(t *testing.T) {
	t.Parallel()
	ann := fake.New(t, newBot(newStore()))
	ann.Says("follow " + strings.Repeat("é", maxTopicName+1)).ExpectContains("at most 50 characters")
	for i := range maxTopics {
		ann.Says("follow " + strings.Repeat("a", i+1)).ExpectContains("You follow a")
	}
	ann.Says("follow more").ExpectContains("`unfollow` one of them first")
}

func TestLanguage(t *testing.T) {
	t.Parallel()
	ann := fake.New(t, newBot(newStore()))
	ann.Says("language tlh").ExpectText("I speak these languages: en, de, es, fr. Say, for example, `language de`.")
	ann.Says("Language DE").ExpectText("Ab jetzt spreche ich Deutsch mit dir.")
	ann.Says("help").ExpectContains("Das kann ich")
	ann.InChannel("General").Says("newconversation").ExpectThread("Dies ist die erste Nachricht eines neuen Threads")
	ann.As("Bob").Says("help").ExpectContains("This is what I can do")
	ann.Says("language fr").ExpectText("Je vous parle français désormais.")
	ann.Says("bonjour").ExpectText("Écho : bonjour")
}

func TestStopAndStart(t *testing.T) {
	t.Parallel()
	store := newStore()
	ann := fake.New(t, newBot(store))
	ann.Says("stop").ExpectContains("nothing here any more unless asked")
	require.True(t, load(t, store, ann).Preferences.HasOptedOut("news"))
	ann.Says("follow news").ExpectContains("you told me to stop")
	ann.Says("Start").ExpectText("I may write here again.")
	require.False(t, load(t, store, ann).Preferences.HasOptedOut("news"))
}

// TestFollowAgain is about who changes their mind: the one topic is heard again, and what stop ended stays ended.
func TestFollowAgain(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.ann.Says("follow news").ExpectContains("You follow news now")
	d.tells(`{"text": "New.", "topic": "news"}`, map[proactive.Outcome]int{proactive.Delivered: 1})
	d.ann.ExpectCard("New.").Presses("Unsubscribe").ExpectAnswer("nothing more of this kind")
	d.ann.Says("follow news").ExpectContains("when there is something new, I write to you")
	require.False(t, load(t, d.store, d.ann).Preferences.HasOptedOut("news"))

	d.ann.Says("stop").ExpectContains("nothing here any more")
	d.ann.Says("follow *").ExpectContains("you told me to stop")
	require.True(t, load(t, d.store, d.ann).Preferences.HasOptedOut("news"))
}

// TestOptingOutIsBounded is about buttons that nobody made.
func TestOptingOutIsBounded(t *testing.T) {
	t.Parallel()
	p := new(proactive.Preferences)
	for i := range maxOptedOut {
		optOut(p, strconv.Itoa(i))
	}
	require.Len(t, p.OptedOut, maxOptedOut)
	require.False(t, p.HasOptedOut("news"))
	optOut(p, "one more")
	require.Len(t, p.OptedOut, 1)
	require.True(t, p.HasOptedOut("0") && p.HasOptedOut("news"), "opted out of all")

	p = new(proactive.Preferences)
	optOut(p, strings.Repeat("x", maxTopicName+1))
	require.True(t, p.HasOptedOut("news"), "no topic has so long a name: it is kept as all")
}

func load(t *testing.T, store stores, conv *fake.Conversation) proactive.Record {
	t.Helper()
	record, err := store.references.Load(t.Context(), proactive.PersonKey("", conv.Reference()))
	require.NoError(t, err)
	return record
}
