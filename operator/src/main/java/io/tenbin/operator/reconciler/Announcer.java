package io.tenbin.operator.reconciler;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.tenbin.api.v1alpha1.Condition;
import io.tenbin.operator.status.Conditions;
import io.tenbin.operator.status.EndpointNews;
import io.tenbin.translate.Reason;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says once what has become different: a log line per condition or endpoint, and an Event with the same word. What is only on its
 * way is no Event, nor is what Ready repeats of another condition.
 */
final class Announcer {
    private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);
    private static final DateTimeFormatter MICROS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'");
    private static final String REPORTER = "tenbin.io/operator";
    private static final int NOTE_LIMIT = 1024;

    private final KubernetesClient client;
    private final String instance;
    private final Clock clock;
    private final EventBudget budget;
    private final OperatorMetrics metrics;

    Announcer(KubernetesClient client, OperatorMetrics metrics, String instance, Clock clock) {
        this.client = client;
        this.metrics = metrics;
        this.instance = instance;
        this.clock = clock;
        this.budget = new EventBudget(clock);
    }

    void announce(HasMetadata object, List<Condition> before, List<Condition> now) {
        for (Condition condition : Conditions.changed(before, now)) {
            LOG.info(
                    "kind={} namespace={} name={} generation={} condition={} status={} reason={} message=\"{}\"",
                    object.getKind(),
                    object.getMetadata().getNamespace(),
                    object.getMetadata().getName(),
                    object.getMetadata().getGeneration(),
                    condition.type(),
                    condition.status(),
                    condition.reason(),
                    condition.message());
            if (isEvent(condition) && budget.allows(object.getMetadata().getUid())) {
                create(event(object, condition));
            }
        }
    }

    /** What has become of endpoints. */
    void announce(HasMetadata object, List<EndpointNews> news) {
        for (EndpointNews one : news) {
            LOG.info(
                    "kind={} namespace={} name={} reason={} message=\"{}\"",
                    object.getKind(),
                    object.getMetadata().getNamespace(),
                    object.getMetadata().getName(),
                    one.reason().word(),
                    one.note());
            if (budget.allows(object.getMetadata().getUid())) {
                create(event(
                        object,
                        one.isGood() ? "Normal" : "Warning",
                        one.reason().word(),
                        one.note()));
            }
        }
    }

    private static boolean isEvent(Condition condition) {
        return switch (condition.type()) {
            case Conditions.ACCEPTED, Conditions.RESOLVED_REFS, Conditions.INSECURE -> true;
            case Conditions.PROGRAMMED ->
                condition.status().equals("True") || condition.reason().equals(Reason.APPLY_FAILED.word());
            case Conditions.READY ->
                condition.status().equals("True")
                        || condition.reason().equals(Reason.NO_READY_PROXY.word())
                        || condition.reason().equals(Reason.NO_ADDRESS.word());
            default -> false;
        };
    }

    private Event event(HasMetadata object, Condition condition) {
        return event(
                object,
                condition.status().equals("True") && !condition.type().equals(Conditions.INSECURE)
                        ? "Normal"
                        : "Warning",
                condition.reason(),
                condition.type() + ": " + condition.message());
    }

    private Event event(HasMetadata object, String type, String reason, String note) {
        return new EventBuilder()
                .withNewMetadata()
                .withGenerateName(object.getMetadata().getName() + "-")
                .withNamespace(object.getMetadata().getNamespace())
                .endMetadata()
                .withEventTime(new MicroTime(MICROS.format(clock.instant().atOffset(ZoneOffset.UTC))))
                .withType(type)
                .withReason(reason)
                .withAction("Reconcile")
                .withNote(note.length() <= NOTE_LIMIT ? note : note.substring(0, NOTE_LIMIT))
                .withReportingController(REPORTER)
                .withReportingInstance(instance)
                .withRegarding(new ObjectReferenceBuilder()
                        .withApiVersion(object.getApiVersion())
                        .withKind(object.getKind())
                        .withNamespace(object.getMetadata().getNamespace())
                        .withName(object.getMetadata().getName())
                        .withUid(object.getMetadata().getUid())
                        .withResourceVersion(object.getMetadata().getResourceVersion())
                        .build())
                .build();
    }

    private void create(Event event) {
        try {
            client.resource(event).create();
            metrics.wrote("Event");
        } catch (KubernetesClientException e) {
            // An Event is a courtesy: the condition says the same, and a reconciliation must not fail for it.
            LOG.warn("event not written reason={} cause=\"{}\"", event.getReason(), e.getMessage());
        }
    }
}
