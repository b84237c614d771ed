package cards_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// jsonSchema is as much of a JSON schema, draft 6, as the one of Adaptive Cards uses.
type jsonSchema struct {
	Ref         string                 `json:"$ref"`
	AllOf       []*jsonSchema          `json:"allOf"`
	AnyOf       []*jsonSchema          `json:"anyOf"`
	Type        string                 `json:"type"`
	Enum        []any                  `json:"enum"`
	Pattern     string                 `json:"pattern"`
	Properties  map[string]*jsonSchema `json:"properties"`
	Required    any                    `json:"required"` // in one place true, which says nothing in this draft
	Additional  *json.RawMessage       `json:"additionalProperties"`
	Items       *jsonSchema            `json:"items"`
	Definitions map[string]*jsonSchema `json:"definitions"`
}

func readSchema(tb testing.TB) *jsonSchema {
	tb.Helper()
	s := &jsonSchema{}
	require.NoError(tb, json.Unmarshal(golden(tb, "schema-1.6.json"), s))
	return s
}

func (s *jsonSchema) validate(card []byte) error {
	var v any
	if err := json.Unmarshal(card, &v); err != nil {
		return err
	}
	return s.check(s, "", v)
}

func (s *jsonSchema) check(rule *jsonSchema, at string, v any) error {
	if name, ok := strings.CutPrefix(rule.Ref, "#/definitions/"); ok {
		return s.check(s.Definitions[name], at, v)
	}
	for _, r := range rule.AllOf {
		if err := s.check(r, at, v); err != nil {
			return err
		}
	}
	if err := s.any(rule.AnyOf, at, v); err != nil {
		return err
	}
	if rule.Enum != nil && !slices.Contains(rule.Enum, v) {
		return fmt.Errorf("%s: %v is none of %v", at, v, rule.Enum)
	}
	if text, ok := v.(string); ok && rule.Pattern != "" && !regexp.MustCompile(rule.Pattern).MatchString(text) {
		return fmt.Errorf("%s: %q does not match", at, text)
	}
	if !isOfType(rule.Type, v) {
		return fmt.Errorf("%s: %v is no %s", at, v, rule.Type)
	}
	switch v := v.(type) {
	case map[string]any:
		return s.object(rule, at, v)
	case []any:
		for i, item := range v {
			if rule.Items == nil {
				break
			}
			if err := s.check(rule.Items, fmt.Sprintf("%s[%d]", at, i), item); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *jsonSchema) any(rules []*jsonSchema, at string, v any) error {
	var problems []error
	for _, r := range rules {
		err := s.check(r, at, v)
		if err == nil {
			return nil
		}
		problems = append(problems, err)
	}
	return errors.Join(problems...)
}

func (s *jsonSchema) object(rule *jsonSchema, at string, v map[string]any) error {
	required, _ := rule.Required.([]any)
	for _, name := range required {
		if _, ok := v[fmt.Sprint(name)]; !ok {
			return fmt.Errorf("%s has no %s", at, name)
		}
	}
	for name, member := range v {
		r, ok := rule.Properties[name]
		if !ok && rule.Additional != nil && string(*rule.Additional) == "false" {
			return fmt.Errorf("%s has an unknown member %s", at, name)
		}
		if !ok {
			continue
		}
		if err := s.check(r, at+"."+name, member); err != nil {
			return err
		}
	}
	return nil
}

func isOfType(name string, v any) bool {
	switch v.(type) {
	case nil:
		return name == "null" || name == ""
	case bool:
		return name == "boolean" || name == ""
	case string:
		return name == "string" || name == ""
	case float64:
		return name == "number" || name == ""
	case []any:
		return name == "array" || name == ""
	default:
		return name == "object" || name == ""
	}
}
