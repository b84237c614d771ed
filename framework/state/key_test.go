package state_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/state"
)

func TestKeyString(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		key  state.Key
		want string
	}{
		"nothing":          {state.Key{}, "/"},
		"a bot":            {state.Key{AppID: "app", ChannelID: "msteams"}, "app/msteams"},
		"a conversation":   {state.Key{AppID: "app", ChannelID: "msteams", ConversationID: "a:1;b=c@d"}, "app/msteams/conversations/a:1;b=c@d"},
		"a user":           {state.Key{AppID: "app", ChannelID: "msteams", UserID: "29:é😀"}, "app/msteams/users/29:é😀"},
		"a user somewhere": {state.Key{ChannelID: "webchat", ConversationID: "c", UserID: "u"}, "/webchat/conversations/c/users/u"},
		"an own item":      {state.Key{ChannelID: "webchat", ConversationID: "c", Name: "poll/7"}, "/webchat/conversations/c/items/poll%2F7"},
		"a GUID":           {state.Key{AppID: strings.ToUpper(annID), UserID: strings.ToUpper(annID)}, annID + "//users/" + annID},
		"almost a GUID":    {state.Key{UserID: "0A1B2C3D-0000-4000-8000-00000000000G"}, "//users/0A1B2C3D-0000-4000-8000-00000000000G"},
		"a slash":          {state.Key{ChannelID: "a/users/b"}, "/a%2Fusers%2Fb"},
		"an escape":        {state.Key{ChannelID: "a%2Fb"}, "/a%252Fb"},
		"control":          {state.Key{ChannelID: "a\x00\n\x7f"}, "/a%00%0A%7F"},
		"no text":          {state.Key{ChannelID: "a\xff\xc3"}, "/a%FF%C3"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tt.want, tt.key.String())
			parsed, ok := state.ParseKey(tt.want)
			require.True(t, ok)
			require.Equal(t, folded(tt.key), parsed)
		})
	}
}

// folded is the key as it comes back.
func folded(k state.Key) state.Key {
	if strings.EqualFold(k.UserID, annID) {
		k.UserID = annID
	}
	if strings.EqualFold(k.AppID, annID) {
		k.AppID = annID
	}
	return k
}

func TestParseKeyRefuses(t *testing.T) {
	t.Parallel()
	for _, s := range []string{
		"", "a", "poll", "a/b/c", "a/b/c/d", "a/b/users", "a/b/users/", "a/b/conversations//users/c", "a/b/users/c/conversations/d",
		"a/b/users/c/users/d", "a/b/items/c/users/d", "a/b/users/c/", "a/b%2f", "a/b%41", "a/b%", "a/b%zz", "a/b\x00", "a/\xff",
		"a/b/users/" + strings.ToUpper(annID),
	} {
		_, ok := state.ParseKey(s)
		require.False(t, ok, s)
	}
}

// FuzzKey wants that no two keys are stored in one place, however ids are made.
func FuzzKey(f *testing.F) {
	f.Add("app", "msteams", "19:a", "29:b", "", "app", "msteams", "19:a/users/29:b", "", "")
	f.Add("a/b", "c", "", "", "", "a", "b/c", "", "", "")
	f.Add("a", "b", "", "c", "d", "a", "b", "", "c/items/d", "")
	f.Add("a", "b", "%2F", "", "", "a", "b", "/", "", "")
	f.Add("a", "b", "\xff", "", "", "a", "b", "\ufffd", "", "")
	f.Add(annID, "b", "", strings.ToUpper(annID), "", strings.ToUpper(annID), "b", "", annID, "")
	f.Fuzz(func(t *testing.T, app1, channel1, conversation1, user1, name1, app2, channel2, conversation2, user2, name2 string) {
		one := state.Key{AppID: app1, ChannelID: channel1, ConversationID: conversation1, UserID: user1, Name: name1}
		two := state.Key{AppID: app2, ChannelID: channel2, ConversationID: conversation2, UserID: user2, Name: name2}
		parsed, ok := state.ParseKey(one.String())
		require.True(t, ok)
		require.Equal(t, one.String(), parsed.String())
		same := one.ConversationID == two.ConversationID && one.ChannelID == two.ChannelID && one.Name == two.Name &&
			sameID(one.AppID, two.AppID) && sameID(one.UserID, two.UserID)
		require.Equal(t, same, one.String() == two.String())
		require.True(t, utf8.ValidString(one.String()))
		if len(one.String()) <= state.MaxKey {
			require.NoError(t, state.Check(one.String(), state.Item{}))
		}
	})
}

// sameID compares ids as keys do.
func sameID(a, b string) bool {
	return a == b || strings.EqualFold(a, b) && len(a) == len(annID) && isHexOrDash(a) && isHexOrDash(b) &&
		strings.Count(a, "-") == 4 && a[8] == '-' && a[13] == '-' && a[18] == '-' && a[23] == '-'
}

func isHexOrDash(s string) bool { return strings.Trim(s, "0123456789abcdefABCDEF-") == "" }

// FuzzParseKey wants that only what a key's String returned is read as a key.
func FuzzParseKey(f *testing.F) {
	for _, s := range []string{"", "/", "a/b/conversations/c/users/d/items/e", "a/b/users/%2F", "a/b/users/%2f", "polls/7"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if key, ok := state.ParseKey(s); ok {
			require.Equal(t, s, key.String())
		}
	})
}
