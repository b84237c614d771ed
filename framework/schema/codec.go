package schema

import (
	"encoding/json"
	"fmt"

	jsonv2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/convobot/convo/framework/internal/wire"
)

// Every wire type T has a twin plainT: its fields without its methods. T's own JSON methods go through the twin, and
// so does a T inside another wire type, because the tables below say so: the whole activity is read in one pass,
// where calling the methods would parse every nested value twice.
type (
	plainActivity                     Activity
	plainMessageReaction              MessageReaction
	plainTextHighlight                TextHighlight
	plainSemanticAction               SemanticAction
	plainChannelAccount               ChannelAccount
	plainConversationAccount          ConversationAccount
	plainConversationReference        ConversationReference
	plainConversationParameters       ConversationParameters
	plainConversationResourceResponse ConversationResourceResponse
	plainResourceResponse             ResourceResponse
	plainAttachment                   Attachment
	plainHeroCard                     HeroCard
	plainCardImage                    CardImage
	plainCardAction                   CardAction
	plainSuggestedActions             SuggestedActions
)

func decode(data []byte, twin any) error {
	if err := wire.Unmarshal(data, twin, readers); err != nil {
		return fmt.Errorf("schema: %w", err)
	}
	return nil
}

func encode(twin any) ([]byte, error) { return wire.Marshal(twin, writers) }

// readers and writers are built once and never change.
//
//nolint:gochecknoglobals // immutable tables: building them for every activity would cost more than reading it
var (
	readers = jsonv2.WithUnmarshalers(jsonv2.JoinUnmarshalers(
		jsonv2.UnmarshalFromFunc(readAny),
		jsonv2.UnmarshalFromFunc(readEntityFrom),
		jsonv2.UnmarshalFromFunc(readTime),
		jsonv2.UnmarshalFromFunc(func(d *jsontext.Decoder, v *Activity) error { return jsonv2.UnmarshalDecode(d, (*plainActivity)(v)) }),
		jsonv2.UnmarshalFromFunc(func(d *jsontext.Decoder, v *MessageReaction) error {
			return jsonv2.UnmarshalDecode(d, (*plainMessageReaction)(v))
		}),
		jsonv2.UnmarshalFromFunc(func(d *jsontext.Decoder, v *TextHighlight) error {
			return jsonv2.UnmarshalDecode(d, (*plainTextHighlight)(v))
		}),
		jsonv2.UnmarshalFromFunc(func(d *jsontext.Decoder, v *SemanticAction) error {
			return jsonv2.UnmarshalDecode(d, (*plainSemanticAction)(v))
		}),
		jsonv2.UnmarshalFromFunc(func(d *jsontext.Decoder, v *ChannelAccount) error {
			return jsonv2.UnmarshalDecode(d, (*plainChannelAccount)(v))
		}),
		jsonv2.UnmarshalFromFunc(func(d *jsontext.Decoder, v *ConversationAccount) error {
			return jsonv2.UnmarshalDecode(d, (*plainConversationAccount)(v))
		}),
		jsonv2.UnmarshalFromFunc(func(d *jsontext.Decoder, v *ConversationReference) error {
			return jsonv2.UnmarshalDecode(d, (*plainConversationReference)(v))
		}),
		jsonv2.UnmarshalFromFunc(func(d *jsontext.Decoder, v *ConversationParameters) error {
			return jsonv2.UnmarshalDecode(d, (*plainConversationParameters)(v))
		}),
		jsonv2.UnmarshalFromFunc(func(d *jsontext.Decoder, v *ConversationResourceResponse) error {
			return jsonv2.UnmarshalDecode(d, (*plainConversationResourceResponse)(v))
		}),
		jsonv2.UnmarshalFromFunc(func(d *jsontext.Decoder, v *ResourceResponse) error {
			return jsonv2.UnmarshalDecode(d, (*plainResourceResponse)(v))
		}),
		jsonv2.UnmarshalFromFunc(func(d *jsontext.Decoder, v *Attachment) error {
			return jsonv2.UnmarshalDecode(d, (*plainAttachment)(v))
		}),
		jsonv2.UnmarshalFromFunc(func(d *jsontext.Decoder, v *HeroCard) error { return jsonv2.UnmarshalDecode(d, (*plainHeroCard)(v)) }),
		jsonv2.UnmarshalFromFunc(func(d *jsontext.Decoder, v *CardImage) error { return jsonv2.UnmarshalDecode(d, (*plainCardImage)(v)) }),
		jsonv2.UnmarshalFromFunc(func(d *jsontext.Decoder, v *CardAction) error {
			return jsonv2.UnmarshalDecode(d, (*plainCardAction)(v))
		}),
		jsonv2.UnmarshalFromFunc(func(d *jsontext.Decoder, v *SuggestedActions) error {
			return jsonv2.UnmarshalDecode(d, (*plainSuggestedActions)(v))
		}),
	))
	writers = jsonv2.WithMarshalers(jsonv2.JoinMarshalers(
		jsonv2.MarshalToFunc(func(e *jsontext.Encoder, v Time) error { return e.WriteToken(jsontext.String(v.Text())) }),
		jsonv2.MarshalToFunc(func(e *jsontext.Encoder, v *Activity) error { return jsonv2.MarshalEncode(e, (*plainActivity)(v)) }),
		jsonv2.MarshalToFunc(func(e *jsontext.Encoder, v *MessageReaction) error {
			return jsonv2.MarshalEncode(e, (*plainMessageReaction)(v))
		}),
		jsonv2.MarshalToFunc(func(e *jsontext.Encoder, v *TextHighlight) error {
			return jsonv2.MarshalEncode(e, (*plainTextHighlight)(v))
		}),
		jsonv2.MarshalToFunc(func(e *jsontext.Encoder, v *SemanticAction) error {
			return jsonv2.MarshalEncode(e, (*plainSemanticAction)(v))
		}),
		jsonv2.MarshalToFunc(func(e *jsontext.Encoder, v *ChannelAccount) error {
			return jsonv2.MarshalEncode(e, (*plainChannelAccount)(v))
		}),
		jsonv2.MarshalToFunc(func(e *jsontext.Encoder, v *ConversationAccount) error {
			return jsonv2.MarshalEncode(e, (*plainConversationAccount)(v))
		}),
		jsonv2.MarshalToFunc(func(e *jsontext.Encoder, v *ConversationReference) error {
			return jsonv2.MarshalEncode(e, (*plainConversationReference)(v))
		}),
		jsonv2.MarshalToFunc(func(e *jsontext.Encoder, v *ConversationParameters) error {
			return jsonv2.MarshalEncode(e, (*plainConversationParameters)(v))
		}),
		jsonv2.MarshalToFunc(func(e *jsontext.Encoder, v *ConversationResourceResponse) error {
			return jsonv2.MarshalEncode(e, (*plainConversationResourceResponse)(v))
		}),
		jsonv2.MarshalToFunc(func(e *jsontext.Encoder, v *ResourceResponse) error {
			return jsonv2.MarshalEncode(e, (*plainResourceResponse)(v))
		}),
		jsonv2.MarshalToFunc(func(e *jsontext.Encoder, v *Attachment) error { return jsonv2.MarshalEncode(e, (*plainAttachment)(v)) }),
		jsonv2.MarshalToFunc(func(e *jsontext.Encoder, v *HeroCard) error { return jsonv2.MarshalEncode(e, (*plainHeroCard)(v)) }),
		jsonv2.MarshalToFunc(func(e *jsontext.Encoder, v *CardImage) error { return jsonv2.MarshalEncode(e, (*plainCardImage)(v)) }),
		jsonv2.MarshalToFunc(func(e *jsontext.Encoder, v *CardAction) error { return jsonv2.MarshalEncode(e, (*plainCardAction)(v)) }),
		jsonv2.MarshalToFunc(func(e *jsontext.Encoder, v *SuggestedActions) error {
			return jsonv2.MarshalEncode(e, (*plainSuggestedActions)(v))
		}),
	))
)

func readAny(d *jsontext.Decoder, v *Any) error {
	raw, err := d.ReadValue()
	if err != nil {
		return err
	}
	if raw.Kind() == 'n' {
		*v = nil
		return nil
	}
	*v = json.RawMessage(raw.Clone())
	return nil
}

func readEntityFrom(d *jsontext.Decoder, v *Entity) error {
	raw, err := d.ReadValue()
	if err != nil {
		return err
	}
	*v = readEntity(raw, d.Options())
	return nil
}

func readTime(d *jsontext.Decoder, v *Time) error {
	var text string
	if err := jsonv2.UnmarshalDecode(d, &text); err != nil {
		return err
	}
	*v = parseTime(text)
	return nil
}
