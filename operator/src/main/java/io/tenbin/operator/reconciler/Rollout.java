package io.tenbin.operator.reconciler;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.tenbin.operator.resources.PortOrder.Port;
import io.tenbin.translate.Problem;
import io.tenbin.translate.Reason;
import io.tenbin.translate.Verdict;
import java.util.List;

/** What came of writing a LoadBalancer's objects. */
sealed interface Rollout {

    /**
     * All of them are as they should be.
     *
     * @param waiting ports that the Service does not have yet
     */
    record Written(Service service, String configHash, List<Port> waiting) implements Rollout {
        public Written {
            waiting = List.copyOf(waiting);
        }
    }

    /** There is nothing to write: no version of the spec was ever valid. */
    record Nothing() implements Rollout {}

    /** None was written, and only the user can change that. */
    record Refused(Verdict accepted) implements Rollout {
        static Refused because(Reason reason, String path, String message) {
            Problem problem = new Problem(path, reason, message);
            return new Refused(new Verdict(false, reason, problem.toString(), List.of(problem)));
        }
    }

    /** The API server refused one; it is tried again, with growing pauses. */
    record Failed(KubernetesClientException cause) implements Rollout {
        String message() {
            String status = cause.getStatus() == null ? null : cause.getStatus().getMessage();
            return status == null ? String.valueOf(cause.getMessage()) : status;
        }
    }
}
