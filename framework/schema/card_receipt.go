package schema

import "encoding/json"

// ReceiptCard is a bill. Amounts are text, as they shall be shown.
//
// Spec: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#receiptcard-object
type ReceiptCard struct {
	Title   string        `json:"title,omitempty"`
	Facts   []Fact        `json:"facts,omitempty"`
	Items   []ReceiptItem `json:"items,omitempty"`
	Tap     CardAction    `json:"tap,omitzero,omitempty"`
	Total   string        `json:"total,omitempty"`
	Tax     string        `json:"tax,omitempty"`
	VAT     string        `json:"vat,omitempty"`
	Buttons []CardAction  `json:"buttons,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// Attachment returns the card as an attachment of a message.
func (c ReceiptCard) Attachment() Attachment {
	return Attachment{ContentType: ContentTypeReceiptCard, Content: c}
}

// Fact is a line of a [ReceiptCard] such as an order number.
//
// Spec: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#fact-object
type Fact struct {
	Key   string `json:"key,omitempty"`
	Value string `json:"value,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// ReceiptItem is what was bought.
//
// Spec: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#receiptitem-object
type ReceiptItem struct {
	Title    string     `json:"title,omitempty"`
	Subtitle string     `json:"subtitle,omitempty"`
	Text     string     `json:"text,omitempty"`
	Image    CardImage  `json:"image,omitzero,omitempty"`
	Price    string     `json:"price,omitempty"`
	Quantity string     `json:"quantity,omitempty"`
	Tap      CardAction `json:"tap,omitzero,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}
