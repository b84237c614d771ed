package schema_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/schema"
)

// wireTypes returns a new zero value of every wire type but the entities, which have a table of their own.
func wireTypes() []wireType {
	return []wireType{
		new(schema.Activity), new(schema.MessageReaction), new(schema.ReactionUser), new(schema.TextHighlight),
		new(schema.SemanticAction), new(schema.CommandValue), new(schema.CommandResultValue), new(schema.SessionValue), new(schema.SessionResult),
		new(schema.ExpectedReplies),
		new(schema.Transcript),

		new(schema.ChannelAccount), new(schema.MembershipSource), new(schema.ConversationAccount),
		new(schema.ConversationReference), new(schema.ConversationParameters), new(schema.ConversationResourceResponse),
		new(schema.ResourceResponse),

		new(schema.Attachment), new(schema.AttachmentData), new(schema.AttachmentInfo), new(schema.AttachmentView),
		new(schema.HeroCard), new(schema.CardImage), new(schema.CardAction), new(schema.SuggestedActions),
		new(schema.ThumbnailCard), new(schema.AnimationCard), new(schema.AudioCard), new(schema.VideoCard),
		new(schema.MediaURL), new(schema.ThumbnailURL), new(schema.ReceiptCard), new(schema.Fact), new(schema.ReceiptItem),
		new(schema.SignInCard), new(schema.OAuthCard), new(schema.TokenExchangeResource), new(schema.TokenPostResource),

		new(schema.ScreenContext), new(schema.QuotedMessage), new(schema.Claim), new(schema.Appearance),
		new(schema.AppearanceImage), new(schema.SensitivityUsageInfo), new(schema.SensitivityPattern),

		new(schema.AdaptiveCardInvokeValue), new(schema.AdaptiveCardInvokeAction), new(schema.AdaptiveCardInvokeResponse),
		new(schema.Error), new(schema.InnerHTTPError), new(schema.SearchInvokeValue), new(schema.SearchInvokeOptions),
		new(schema.SearchInvokeResponse), new(schema.SearchResult), new(schema.TokenExchangeInvokeRequest),
		new(schema.SignInStateVerificationQuery), new(schema.HandoffStatus), new(schema.VoiceMessage),

		new(schema.TokenExchangeInvokeResponse), new(schema.TokenResponse), new(schema.TokenStatus), new(schema.TokenExchangeRequest),
		new(schema.SignInResource), new(schema.TokenOrSignInResource), new(schema.TokenExchangeState),
	}
}

func TestZeroValuesAreEmptyObjects(t *testing.T) {
	t.Parallel()
	for _, zero := range wireTypes() {
		t.Run(fmt.Sprintf("%T", zero), func(t *testing.T) {
			t.Parallel()
			want := `{}`
			if _, always := zero.(*schema.ConversationParameters); always {
				want = `{"isGroup":false}`
			}
			require.Equal(t, want, write(t, zero))
		})
	}
}

// Every type can stand alone in a user's own struct, and keeps what it does not know there too.
func TestEveryTypeStandsAlone(t *testing.T) {
	t.Parallel()
	for _, v := range wireTypes() {
		t.Run(fmt.Sprintf("%T", v), func(t *testing.T) {
			t.Parallel()
			requireStandsAlone(t, v, `{"type":"t","isGroup":true,"x":{"y":9007199254740993}}`)
		})
	}
}

// requireStandsAlone wants v to keep what was sent, to be the same through the standard library, and to be strict.
func requireStandsAlone(t *testing.T, v wireType, sent string) {
	t.Helper()
	require.NoError(t, json.Unmarshal([]byte(sent), v))
	std, err := json.Marshal(v)
	require.NoError(t, err)
	require.Equal(t, exactly(t, []byte(sent)), exactly(t, std))
	require.Equal(t, write(t, v), string(std))
	require.Error(t, v.UnmarshalJSON([]byte(`{"x":1,"x":2}`)))
}
