package openapi

import "testing"

func BenchmarkLoad(b *testing.B) {
	for _, name := range Names() {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Load(name); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkCheckBody(b *testing.B) {
	for name, c := range map[string]struct{ document, body string }{
		"classic":   {"leadassist", least(`,"deallocation_policy":{"duration":"600s"}`)},
		"full":      {"leadassist", least(`,"aparty_pins":[4821],"strictness":"false","preferences":{"region":"KA","type":"landline"},"deallocation_policy":{"duration":"600s"}`)},
		"exobridge": {"exobridge", `{"caller_id_number":"+918012345678","from":["+919876543210"],"to":["+919812345678"],"duration":86400,"record":true,"custom_field":"order_id=1042"}`},
	} {
		b.Run(name, func(b *testing.B) {
			o, body := operation(b, c.document, "createGreenvn"), decode(b, c.body)
			b.ReportAllocs()
			for b.Loop() {
				if v := o.CheckBody(body); v != nil {
					b.Fatal(v)
				}
			}
		})
	}
	b.Run("refused", func(b *testing.B) {
		o, body := operation(b, "leadassist", "createGreenvn"), decode(b, `{"aparty_numbers":["98765"],"usage":"both"}`)
		b.ReportAllocs()
		for b.Loop() {
			if v := o.CheckBody(body); len(v) != 4 {
				b.Fatal(v)
			}
		}
	})
}

func BenchmarkCheckReply(b *testing.B) {
	for name, c := range map[string]struct {
		status int
		body   string
	}{
		"success": {200, answer + `,"green_vn":"+918012345678"}}`},
		"error":   {409, `[` + current + `]`},
	} {
		b.Run(name, func(b *testing.B) {
			o, body := operation(b, "leadassist", "createGreenvn"), decode(b, c.body)
			b.ReportAllocs()
			for b.Loop() {
				if v := o.CheckReply(c.status, "application/json", body); v != nil {
					b.Fatal(v)
				}
			}
		})
	}
}
