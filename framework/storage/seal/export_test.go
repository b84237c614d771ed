package seal

// EncryptXAES is XAES-256-GCM as its specification tests it.
func EncryptXAES(secret, nonce, plaintext, additional []byte) ([]byte, error) {
	derive, err := newXAES(secret)
	if err != nil {
		return nil, err
	}
	gcm, err := derive(nonce)
	if err != nil {
		return nil, err
	}
	return gcm.Seal(nil, nonce[derivedFrom:], plaintext, additional), nil
}
