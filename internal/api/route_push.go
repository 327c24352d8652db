package api

import (
	"kontora/internal/fault"
	"kontora/internal/push"
	"kontora/internal/store"
)

type pushAnswer struct {
	Key     string      `json:"key"` // of this installation, for the browser
	Devices []deviceOut `json:"devices"`
}

// deviceOut is a device as its owner sees it. Its endpoint and keys stay here.
type deviceOut struct {
	Id      string  `json:"id"`
	Title   string  `json:"title"`
	Created string  `json:"created"`
	Used    *string `json:"used"`
}

const maxDevices = 20

func toDevice(d *store.Device) deviceOut {
	return deviceOut{d.Id, d.Title, d.Created, orNull(d.Used)}
}

func getPush(a *asker) (answer, error) {
	me, err := a.person()
	if err != nil {
		return nil, err
	}
	out := pushAnswer{Devices: []deviceOut{}}
	if out.Key, _, err = store.PushKeys(a.re.App, push.NewKeys); err != nil {
		return nil, err
	}
	found, err := store.Devices(a.re.App, me)
	for _, d := range found {
		out.Devices = append(out.Devices, toDevice(d))
	}
	return out, err
}

type pushRequest struct {
	Endpoint string `json:"endpoint"`
	Keys     struct {
		P256dh string `json:"p256dh"`
		Auth   string `json:"auth"`
	} `json:"keys"`
}

// postPush lets the browser that asks take messages. Asking again changes nothing.
func postPush(a *asker) (answer, error) {
	me, err := a.person()
	if err != nil {
		return nil, err
	}
	var in pushRequest
	if err := a.body(&in); err != nil {
		return nil, err
	}
	s := push.Subscription{Endpoint: in.Endpoint, P256dh: in.Keys.P256dh, Auth: in.Keys.Auth}
	if push.CheckEndpoint(s.Endpoint, push.Public) != nil {
		return nil, fault.New(fault.Invalid, "push_endpoint", nil).At("endpoint")
	}
	if push.CheckKeys(s) != nil {
		return nil, fault.New(fault.Invalid, "push_keys", nil).At("keys")
	}
	known, err := store.Devices(a.re.App, me)
	if err != nil {
		return nil, err
	}
	if len(known) >= maxDevices && !isAmong(known, s.Endpoint) {
		return nil, fault.New(fault.Limit, "too_many_devices", fault.Params{"max": maxDevices})
	}
	d := &store.Device{User: me, Title: deviceName(a.re.Request.UserAgent()), Endpoint: s.Endpoint, P256dh: s.P256dh, Auth: s.Auth}
	if err := store.AddDevice(a.re.App, d, a.now); err != nil {
		return nil, err
	}
	return toDevice(d), nil
}

func isAmong(known []*store.Device, endpoint string) bool {
	for _, d := range known {
		if d.Endpoint == endpoint {
			return true
		}
	}
	return false
}

func deletePush(a *asker) (answer, error) {
	me, err := a.person()
	if err != nil {
		return nil, err
	}
	was, err := store.ForgetDevice(a.re.App, me, a.re.Request.PathValue("id"))
	if err == nil && !was {
		err = fault.New(fault.Missing, "device_missing", nil)
	}
	return nil, err
}
