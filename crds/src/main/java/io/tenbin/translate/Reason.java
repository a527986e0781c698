package io.tenbin.translate;

/** Why a condition is as it is: closed lists, the same word in condition, Event, log line and metric. */
public enum Reason {
    /** Accepted=True: this version of the spec is valid. */
    ACCEPTED("Accepted"),
    /** Accepted=False: a field has a value that is not allowed, or lacks one. */
    INVALID("Invalid"),
    /** Accepted=False: two listeners want one port, or one wants a reserved port. */
    PORT_CONFLICT("PortConflict"),
    /** Accepted=False: an object that would have to be generated exists and belongs to someone else. */
    NAME_CONFLICT("NameConflict"),
    /** Accepted=False: the configuration does not fit into one ConfigMap. */
    TOO_LARGE("TooLarge"),
    /** Accepted=False: the policy of the installation does not allow it. */
    NOT_ALLOWED("NotAllowed"),

    /** ResolvedRefs=True: everything that is referred to exists and is of the right kind. */
    RESOLVED_REFS("ResolvedRefs"),
    /** ResolvedRefs=False: no such Backend. */
    BACKEND_NOT_FOUND("BackendNotFound"),
    /** ResolvedRefs=False on a LoadBalancer: the Backend is not accepted and never was. */
    BACKEND_NOT_ACCEPTED("BackendNotAccepted"),
    /** ResolvedRefs=False: an HTTP listener, or a Backend of mode HTTP, refers to a Backend of mode TCP. */
    MODE_MISMATCH("ModeMismatch"),
    /** ResolvedRefs=False: the Backend is in another namespace. */
    REF_NOT_PERMITTED("RefNotPermitted"),
    /** ResolvedRefs=False: no such Secret. */
    SECRET_NOT_FOUND("SecretNotFound"),
    /** ResolvedRefs=False: no such ConfigMap. */
    CONFIG_MAP_NOT_FOUND("ConfigMapNotFound"),
    /** ResolvedRefs=False: a Secret or a ConfigMap does not hold certificates that can be used. */
    INVALID_CERTIFICATE("InvalidCertificate"),
    /** ResolvedRefs=False on a Backend: no such Service. */
    SERVICE_NOT_FOUND("ServiceNotFound"),
    /** ResolvedRefs=False on a Backend: the Service has no such TCP port. */
    PORT_NOT_FOUND("PortNotFound"),
    /** ResolvedRefs=False on a Backend: a Service of type ExternalName points anywhere. */
    EXTERNAL_NAME_REFUSED("ExternalNameRefused"),
    /** ResolvedRefs=False on a Backend: its fallback leads back to it. */
    FALLBACK_CYCLE("FallbackCycle"),

    /** Programmed=True: every counted proxy has acknowledged this generation. */
    PROGRAMMED("Programmed"),
    /** Programmed=False: some counted proxy has not acknowledged this generation yet. */
    PENDING("Pending"),
    /** Programmed=False: there is no proxy to acknowledge anything. */
    NO_PROXIES("NoProxies"),
    /** Programmed=False: the API server refuses an object that has to be generated; the message has its words. */
    APPLY_FAILED("ApplyFailed"),
    /** Programmed=False on a Backend: no LoadBalancer refers to it. */
    NOT_REFERENCED("NotReferenced"),

    /**
     * Ready=True: the other three are true, a proxy is ready, and there is an address if there is to be one. Where one of the
     * other three is not true, Ready carries the reason of the first such one.
     */
    READY("Ready"),
    /** Ready=False: no proxy is ready. */
    NO_READY_PROXY("NoReadyProxy"),
    /** Ready=False: the Service is to have an address and has none yet. */
    NO_ADDRESS("NoAddress"),

    /** Event, and a warning of {@code tenbin check}: a certificate has expired and is still served. */
    CERTIFICATE_EXPIRED("CertificateExpired"),
    /** Event, and a warning of {@code tenbin check}: a certificate expires within 14 days. */
    CERTIFICATE_EXPIRES("CertificateExpiresSoon"),

    /** Insecure=True on a Backend: TLS to its servers takes anybody's certificate, as its spec says. */
    NOT_VERIFIED("NotVerified"),

    /** Event on a Backend: TLS with an endpoint fails. */
    ENDPOINT_TLS_FAILED("EndpointTlsFailed"),
    /** Event on a Backend: the checks of an endpoint fail. */
    ENDPOINT_DOWN("EndpointDown"),
    /** Event on a Backend: live traffic took an endpoint out for a while. */
    ENDPOINT_EJECTED("EndpointEjected"),
    /** Event on a Backend: an endpoint is no longer down or ejected, nor does TLS with it fail; it may also be gone. */
    ENDPOINT_UP("EndpointUp");

    private final String word;

    Reason(String word) {
        this.word = word;
    }

    /** The word as users see it. */
    public String word() {
        return word;
    }

    @Override
    public String toString() {
        return word;
    }
}
