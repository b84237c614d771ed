package teams_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

type wireType interface {
	json.Marshaler
	json.Unmarshaler
}

// wireTypes returns a new zero value of every wire type of the package.
func wireTypes() []wireType {
	return []wireType{
		new(teams.ChannelData), new(teams.ChannelInfo), new(teams.TeamInfo), new(teams.TenantInfo), new(teams.MeetingInfo),
		new(teams.Settings), new(teams.Source), new(teams.AppInfo), new(teams.NotificationInfo), new(teams.OnBehalfOf),
		new(teams.FeedbackLoop), new(teams.FileDownloadInfo), new(teams.FileConsentCard), new(teams.FileInfoCard),
		new(teams.O365ConnectorCard), new(teams.O365Section), new(teams.O365Fact), new(teams.O365Image), new(teams.O365Action),
		new(teams.O365Target), new(teams.O365Input), new(teams.O365Choice),
	}
}

func TestZeroValuesAreEmptyObjects(t *testing.T) {
	t.Parallel()
	for _, zero := range wireTypes() {
		want := `{}`
		if _, always := zero.(*teams.OnBehalfOf); always {
			want = `{"itemid":0}`
		}
		require.Equal(t, want, write(t, zero), "%T", zero)
	}
}

// Every type can stand alone in a user's own struct, and keeps what it does not know there too.
func TestEveryTypeStandsAlone(t *testing.T) {
	t.Parallel()
	const sent = `{"itemid":0,"x":{"y":9007199254740993}}`
	for _, v := range wireTypes() {
		t.Run(fmt.Sprintf("%T", v), func(t *testing.T) {
			t.Parallel()
			require.NoError(t, json.Unmarshal([]byte(sent), v))
			std, err := json.Marshal(v)
			require.NoError(t, err)
			require.JSONEq(t, sent, string(std))
			require.Contains(t, string(std), "9007199254740993")
			require.Equal(t, write(t, v), string(std))
			require.Error(t, v.UnmarshalJSON([]byte(`{"x":1,"x":2}`)))
		})
	}
}

// golden returns the payload in testdata/<name>. Where each comes from is in testdata/SOURCES.md.
func golden(tb testing.TB, name string) []byte {
	tb.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	require.NoError(tb, err)
	return data
}

// content returns the type that a golden payload holds: the attachment's content, or the channel data.
func content(tb testing.TB, name string) (wireType, []byte) {
	tb.Helper()
	if strings.HasPrefix(name, "channeldata-") {
		return new(teams.ChannelData), golden(tb, name)
	}
	var a schema.Attachment
	require.NoError(tb, a.UnmarshalJSON(golden(tb, name)))
	raw, ok := a.Content.(json.RawMessage)
	require.True(tb, ok)
	return map[string]wireType{
		teams.ContentTypeFileDownloadInfo:  new(teams.FileDownloadInfo),
		teams.ContentTypeFileConsentCard:   new(teams.FileConsentCard),
		teams.ContentTypeFileInfoCard:      new(teams.FileInfoCard),
		teams.ContentTypeO365ConnectorCard: new(teams.O365ConnectorCard),
	}[a.ContentType], raw
}

func TestGoldens(t *testing.T) {
	t.Parallel()
	sources := string(golden(t, "SOURCES.md"))
	paths, err := filepath.Glob("testdata/*.json")
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	for _, path := range paths {
		name := filepath.Base(path)
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Contains(t, sources, "| "+name+" | ", "add the file to the table in SOURCES.md")
			if name == "member.json" {
				return // has a test of its own
			}
			v, sent := content(t, name)
			require.NoError(t, v.UnmarshalJSON(sent))
			require.JSONEq(t, string(sent), write(t, v))
			require.NotRegexp(t, `Extra:map\[string\]json.RawMessage\{`, fmt.Sprintf("%#v", v), "published members are fields")
		})
	}
}

func write(tb testing.TB, v json.Marshaler) string {
	tb.Helper()
	data, err := v.MarshalJSON()
	require.NoError(tb, err)
	return string(data)
}
