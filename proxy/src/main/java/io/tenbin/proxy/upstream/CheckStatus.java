package io.tenbin.proxy.upstream;

/** How a check ended, with HAProxy's codes ({@code check_status} of its statistics) and words. */
public enum CheckStatus {
    L4OK("Layer4 check passed"),
    L4TOUT("Layer4 timeout"),
    L4CON("Layer4 connection problem"),
    L6OK("Layer6 check passed"),
    L6TOUT("Layer6 timeout"),
    L6RSP("Layer6 invalid response"),
    L7OK("Layer7 check passed"),
    L7TOUT("Layer7 timeout"),
    L7RSP("Layer7 invalid response"),
    L7STS("Layer7 wrong status");

    private final String words;

    CheckStatus(String words) {
        this.words = words;
    }

    /** As in HAProxy's log. */
    public String words() {
        return words;
    }

    public boolean passed() {
        return this == L4OK || this == L6OK || this == L7OK;
    }
}
