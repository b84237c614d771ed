package transcript

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/convobot/convo/framework/internal/text"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// encode returns an activity's JSON as it is recorded: without secrets, and no longer than it may be.
func (r *Recorder) encode(a *schema.Activity) (json.RawMessage, error) {
	a = withoutSecrets(a)
	if !r.cfg.WithoutContent {
		body, err := a.MarshalJSON()
		if err == nil && len(body) <= r.cfg.MaxActivity {
			return body, nil
		}
	}
	a = withoutContent(a)
	body, err := a.MarshalJSON()
	if err != nil {
		return nil, fmt.Errorf("transcript: an activity has no JSON form: %w", err)
	}
	if len(body) <= r.cfg.MaxActivity {
		return body, nil
	}
	body, err = outline(a, r.cfg.MaxActivity).MarshalJSON()
	if err == nil && len(body) > r.cfg.MaxActivity {
		err = fmt.Errorf("transcript: %d bytes are too many even without contents (MaxActivity is %d)", len(body), r.cfg.MaxActivity)
	}
	return body, err
}

// withoutSecrets returns an activity without what would let others act as somebody: tokens, codes, and addresses that are
// signed. The activity itself does not change.
func withoutSecrets(a *schema.Activity) *schema.Activity {
	out := *a
	switch {
	case strings.HasPrefix(a.Name, "signin/"), a.Name == schema.EventTokenResponse:
		out.Value = nil
	case a.Type == schema.TypeInvoke:
		out.Value = withoutSecretMembers(a.Value)
	}
	if slices.ContainsFunc(a.Attachments, holdsSecret) {
		out.Attachments = slices.Clone(a.Attachments)
		for i := range out.Attachments {
			if holdsSecret(out.Attachments[i]) {
				out.Attachments[i].Content = nil
			}
		}
	}
	return &out
}

// holdsSecret knows attachments whose content is a link that signs somebody in, or is an address of a file that needs
// no token.
func holdsSecret(a schema.Attachment) bool {
	switch strings.ToLower(a.ContentType) {
	case schema.ContentTypeOAuthCard, schema.ContentTypeSignInCard, teams.ContentTypeFileDownloadInfo:
		return a.Content != nil
	}
	return false
}

// secretMembers are those of an invoke's value: the token and the code of a sign-in in a card or a message extension, where
// a file can be put without a token, and by what a conversation elsewhere is found again ([teams.Handoff]).
var secretMembers = [...]string{"authentication", "state", "uploadInfo", "continuation"} //nolint:gochecknoglobals // a constant

func withoutSecretMembers(value schema.Any) schema.Any {
	members, err := schema.As[map[string]json.RawMessage](value)
	if err != nil {
		return value // no object
	}
	kept := maps.Clone(members)
	for _, name := range secretMembers {
		delete(kept, name)
	}
	if len(kept) == len(members) {
		return value
	}
	return kept
}

// withoutContent leaves out what others have put into open values.
func withoutContent(a *schema.Activity) *schema.Activity {
	out := *a
	out.Value, out.ChannelData, out.Entities, out.Extra = nil, nil, nil, nil
	out.SemanticAction = schema.SemanticAction{}
	out.Attachments = slices.Clone(a.Attachments)
	for i := range out.Attachments {
		out.Attachments[i] = schema.Attachment{ContentType: a.Attachments[i].ContentType, Name: a.Attachments[i].Name}
	}
	return &out
}

// outline keeps who, when, and the beginning of the text.
func outline(a *schema.Activity, limit int) *schema.Activity {
	return &schema.Activity{
		Type: a.Type, ID: a.ID, Timestamp: a.Timestamp, ChannelID: a.ChannelID, Name: a.Name, ReplyToID: a.ReplyToID,
		From:         schema.ChannelAccount{ID: a.From.ID, Name: a.From.Name, AADObjectID: a.From.AADObjectID},
		Recipient:    schema.ChannelAccount{ID: a.Recipient.ID, Name: a.Recipient.Name, AADObjectID: a.Recipient.AADObjectID},
		Conversation: schema.ConversationAccount{ID: a.Conversation.ID},
		Text:         text.Clip(a.Text, limit/8), // a character may take six bytes of JSON
	}
}
