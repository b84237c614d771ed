package teams

// The JSON methods of the wire types; see codec.go.

type (
	plainTaskModuleRequest                  TaskModuleRequest
	plainTaskModuleContext                  TaskModuleContext
	plainTaskModuleResponse                 TaskModuleResponse
	plainTaskModuleTask                     TaskModuleTask
	plainTaskModuleInfo                     TaskModuleInfo
	plainCacheInfo                          CacheInfo
	plainTabRequest                         TabRequest
	plainTabSubmit                          TabSubmit
	plainTabEntityContext                   TabEntityContext
	plainTabContext                         TabContext
	plainTabResponse                        TabResponse
	plainTabResponsePayload                 TabResponsePayload
	plainTabResponseCards                   TabResponseCards
	plainTabResponseCard                    TabResponseCard
	plainConfigResponse                     ConfigResponse
	plainConfig                             Config
	plainMessagingExtensionQuery            MessagingExtensionQuery
	plainMessagingExtensionParameter        MessagingExtensionParameter
	plainMessagingExtensionQueryOptions     MessagingExtensionQueryOptions
	plainAppBasedLinkQuery                  AppBasedLinkQuery
	plainMessagingExtensionAction           MessagingExtensionAction
	plainMessagingExtensionResponse         MessagingExtensionResponse
	plainMessagingExtensionActionResponse   MessagingExtensionActionResponse
	plainMessagingExtensionResult           MessagingExtensionResult
	plainMessagingExtensionAttachment       MessagingExtensionAttachment
	plainMessagingExtensionSuggestedActions MessagingExtensionSuggestedActions
)

func (r *TaskModuleRequest) twin() any           { return (*plainTaskModuleRequest)(r) }
func (v *TaskModuleContext) twin() any           { return (*plainTaskModuleContext)(v) }
func (v *TaskModuleResponse) twin() any          { return (*plainTaskModuleResponse)(v) }
func (v *TaskModuleTask) twin() any              { return (*plainTaskModuleTask)(v) }
func (v *TaskModuleInfo) twin() any              { return (*plainTaskModuleInfo)(v) }
func (v *CacheInfo) twin() any                   { return (*plainCacheInfo)(v) }
func (v *TabRequest) twin() any                  { return (*plainTabRequest)(v) }
func (v *TabSubmit) twin() any                   { return (*plainTabSubmit)(v) }
func (v *TabEntityContext) twin() any            { return (*plainTabEntityContext)(v) }
func (v *TabContext) twin() any                  { return (*plainTabContext)(v) }
func (v *TabResponse) twin() any                 { return (*plainTabResponse)(v) }
func (v *TabResponsePayload) twin() any          { return (*plainTabResponsePayload)(v) }
func (v *TabResponseCards) twin() any            { return (*plainTabResponseCards)(v) }
func (v *TabResponseCard) twin() any             { return (*plainTabResponseCard)(v) }
func (v *ConfigResponse) twin() any              { return (*plainConfigResponse)(v) }
func (v *Config) twin() any                      { return (*plainConfig)(v) }
func (q *MessagingExtensionQuery) twin() any     { return (*plainMessagingExtensionQuery)(q) }
func (p *MessagingExtensionParameter) twin() any { return (*plainMessagingExtensionParameter)(p) }

func (v *MessagingExtensionQueryOptions) twin() any { return (*plainMessagingExtensionQueryOptions)(v) }
func (v *AppBasedLinkQuery) twin() any              { return (*plainAppBasedLinkQuery)(v) }
func (v *MessagingExtensionAction) twin() any       { return (*plainMessagingExtensionAction)(v) }
func (v *MessagingExtensionResponse) twin() any     { return (*plainMessagingExtensionResponse)(v) }
func (v *MessagingExtensionActionResponse) twin() any {
	return (*plainMessagingExtensionActionResponse)(v)
}
func (v *MessagingExtensionResult) twin() any     { return (*plainMessagingExtensionResult)(v) }
func (v *MessagingExtensionAttachment) twin() any { return (*plainMessagingExtensionAttachment)(v) }
func (v *MessagingExtensionSuggestedActions) twin() any {
	return (*plainMessagingExtensionSuggestedActions)(v)
}

// MarshalJSON implements json.Marshaler.
func (r TaskModuleRequest) MarshalJSON() ([]byte, error) { return encode(&r) }

// UnmarshalJSON implements json.Unmarshaler.
func (r *TaskModuleRequest) UnmarshalJSON(data []byte) error { return decode(data, r) }

// MarshalJSON implements json.Marshaler.
func (v TaskModuleContext) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *TaskModuleContext) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v TaskModuleResponse) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *TaskModuleResponse) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v TaskModuleTask) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *TaskModuleTask) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v TaskModuleInfo) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *TaskModuleInfo) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v CacheInfo) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *CacheInfo) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v TabRequest) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *TabRequest) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v TabSubmit) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *TabSubmit) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v TabEntityContext) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *TabEntityContext) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v TabContext) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *TabContext) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v TabResponse) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *TabResponse) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v TabResponsePayload) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *TabResponsePayload) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v TabResponseCards) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *TabResponseCards) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v TabResponseCard) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *TabResponseCard) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v ConfigResponse) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *ConfigResponse) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v Config) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *Config) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (q MessagingExtensionQuery) MarshalJSON() ([]byte, error) { return encode(&q) }

// UnmarshalJSON implements json.Unmarshaler.
func (q *MessagingExtensionQuery) UnmarshalJSON(data []byte) error { return decode(data, q) }

// MarshalJSON implements json.Marshaler.
func (p MessagingExtensionParameter) MarshalJSON() ([]byte, error) { return encode(&p) }

// UnmarshalJSON implements json.Unmarshaler.
func (p *MessagingExtensionParameter) UnmarshalJSON(data []byte) error { return decode(data, p) }

// MarshalJSON implements json.Marshaler.
func (v MessagingExtensionQueryOptions) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *MessagingExtensionQueryOptions) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v AppBasedLinkQuery) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *AppBasedLinkQuery) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v MessagingExtensionAction) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *MessagingExtensionAction) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v MessagingExtensionResponse) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *MessagingExtensionResponse) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v MessagingExtensionActionResponse) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *MessagingExtensionActionResponse) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v MessagingExtensionResult) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *MessagingExtensionResult) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v MessagingExtensionAttachment) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *MessagingExtensionAttachment) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v MessagingExtensionSuggestedActions) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *MessagingExtensionSuggestedActions) UnmarshalJSON(data []byte) error { return decode(data, v) }
