package api

import "strings"

// knownBrowsers and knownSystems are what the User-Agent of a browser tells, by a word in it. Browsers
// name their ancestors too, so the first that fits is meant.
var knownBrowsers = [][2]string{
	{"YaBrowser/", "Yandex Browser"}, {"Edg", "Edge"}, {"OPR/", "Opera"}, {"SamsungBrowser/", "Samsung Internet"}, {"Vivaldi/", "Vivaldi"},
	{"Firefox/", "Firefox"}, {"FxiOS/", "Firefox"}, {"CriOS/", "Chrome"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"}, {"AppleWebKit/", "Safari"},
}

var knownSystems = [][2]string{
	{"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Android", "Android"}, {"Windows", "Windows"}, {"Macintosh", "macOS"}, {"CrOS", "ChromeOS"}, {"Linux", "Linux"},
}

// deviceName tells a person which of their devices is meant; "" when nobody
// knows.
func deviceName(agent string) string {
	var parts []string
	for _, words := range [][][2]string{knownBrowsers, knownSystems} {
		for _, w := range words {
			if strings.Contains(agent, w[0]) {
				parts = append(parts, w[1])
				break
			}
		}
	}
	return strings.Join(parts, ", ")
}
