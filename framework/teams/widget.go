package teams

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/convobot/convo/framework/schema"
)

// InvokeHTMLWidgetTool is the name of the invoke by which an [HTMLWidget] calls the bot. In preview.
const InvokeHTMLWidgetTool = "htmlwidget/calltool" // value: WidgetToolCall, answer: WidgetToolResponse

// HTMLWidgetType is the [HTMLWidget.Type].
const HTMLWidgetType = "widget/mcp-ui"

// HTMLWidget is a page that Teams shows inside a message, in a frame that may load from, and connect to, only what
// SecurityPolicy names. It goes into the text of a message: see [HTMLWidget.Message]. The page has to speak the protocol
// of MCP Apps with its host: without its ui/initialize and its size, Teams shows next to nothing. In preview.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/html-widgets/send-html-widgets
type HTMLWidget struct {
	Type           string               `json:"type,omitempty"` // HTMLWidgetType
	Name           string               `json:"name,omitempty"`
	Description    string               `json:"description,omitempty"`
	HTML           string               `json:"html,omitempty"`
	Domain         string               `json:"domain,omitempty"` // such as https://bot.example.com; nobody checks it
	SecurityPolicy WidgetSecurityPolicy `json:"securityPolicy,omitzero,omitempty"`
	ToolInput      schema.Any           `json:"toolInput,omitzero"`
	ToolOutput     schema.Any           `json:"toolOutput,omitzero"`
	Permissions    schema.Any           `json:"permissions,omitzero"` // camera, microphone, geolocation, clipboardWrite: each an object

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// WidgetSecurityPolicy lists domains that an [HTMLWidget] may use.
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.teams.apps.htmlwidget.htmlwidgetsecuritypolicy
type WidgetSecurityPolicy struct {
	ConnectDomains  []string `json:"connectDomains,omitempty"`
	ResourceDomains []string `json:"resourceDomains,omitempty"`
	FrameDomains    []string `json:"frameDomains,omitempty"`
	BaseURIDomains  []string `json:"baseUriDomains,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// Message returns a message that shows the widget. What Type must say is filled in; text may be put before and after the
// widget's block. It is an error if there is no Name, HTML or Domain, or no JSON form.
func (w HTMLWidget) Message() (*schema.Activity, error) {
	if w.Name == "" || w.HTML == "" || w.Domain == "" {
		return nil, errWidget
	}
	if w.Type == "" {
		w.Type = HTMLWidgetType
	}
	body, err := w.MarshalJSON()
	if err != nil {
		return nil, fmt.Errorf("teams: the widget has no JSON form: %w", err)
	}
	// A backtick stands in a JSON string only, where it may be escaped: so nothing in the widget ends its block.
	message := schema.TextMessage("```html-widget\n" + strings.ReplaceAll(string(body), "`", `\u0060`) + "\n```")
	message.TextFormat = schema.TextFormatExtendedMarkdown
	return message, nil
}

var errWidget = errors.New("teams: an HTMLWidget needs a Name, its HTML and a Domain")

// WidgetText answers a tool call with a text.
func WidgetText(text string) *WidgetToolResponse { return widgetResponse(text, false) }

// WidgetError answers that the tool failed, and why.
func WidgetError(message string) *WidgetToolResponse { return widgetResponse(message, true) }

func widgetResponse(text string, isError bool) *WidgetToolResponse {
	content := []schema.Any{map[string]string{"type": "text", "text": text}}
	return &WidgetToolResponse{
		ResponseType: "htmlwidget/calltoolresult", CallToolResult: WidgetToolResult{Content: content, IsError: isError},
	}
}

// WidgetToolCall is a tool that an [HTMLWidget] calls. In preview.
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.teams.apps.htmlwidget.calltoolrequest
type WidgetToolCall struct {
	Name      string     `json:"name,omitempty"`
	Arguments schema.Any `json:"arguments,omitzero"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// WidgetToolResponse answers a [WidgetToolCall]. Make one with [WidgetText] or [WidgetError], and set StructuredContent for
// what the widget's own script shall read.
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.teams.apps.htmlwidget.htmlwidgetcalltoolresponse
type WidgetToolResponse struct {
	ResponseType   string           `json:"responseType,omitempty"` // htmlwidget/calltoolresult
	CallToolResult WidgetToolResult `json:"callToolResult,omitzero,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// WidgetToolResult is what a tool returned.
//
// Spec: https://modelcontextprotocol.io/specification/2025-06-18/server/tools#tool-result
type WidgetToolResult struct {
	Content           []schema.Any `json:"content,omitempty"` // each with a type: text, image, audio, resource
	StructuredContent schema.Any   `json:"structuredContent,omitzero"`
	IsError           bool         `json:"isError,omitzero"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}
