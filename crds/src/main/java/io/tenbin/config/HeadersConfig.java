package io.tenbin.config;

/**
 * What is changed of the fields of requests and of servers' answers.
 *
 * @param request of requests, before they are sent on
 * @param response of servers' answers; those that the proxy gives itself are not changed
 */
public record HeadersConfig(HeaderRulesConfig request, HeaderRulesConfig response) {
    public static final HeadersConfig NONE = new HeadersConfig(HeaderRulesConfig.NONE, HeaderRulesConfig.NONE);

    /**
     * Guards that samples can be taken where they stand.
     *
     * @throws InvalidConfigException for a value that is no {@link ValueTemplate}
     */
    public HeadersConfig {
        request.set().forEach(header -> ValueTemplate.parse(header.value(), ValueTemplate.Message.REQUEST));
        request.add().forEach(header -> ValueTemplate.parse(header.value(), ValueTemplate.Message.REQUEST));
        response.set().forEach(header -> ValueTemplate.parse(header.value(), ValueTemplate.Message.RESPONSE));
        response.add().forEach(header -> ValueTemplate.parse(header.value(), ValueTemplate.Message.RESPONSE));
    }
}
