package io.barium.exposure;

import io.vertx.core.Future;

/** Whether what is concluded on a case allows naming a person at all. */
@FunctionalInterface
public interface Naming {

    /**
     * Asks for the newest conclusion.
     *
     * @param originKey pseudonym of the agent
     * @return whether it allows this agent's name to be shown
     */
    Future<Boolean> allowed(long caseId, String originKey);

    /** Allows nobody's name. */
    static Naming never() {
        return (caseId, originKey) -> Future.succeededFuture(false);
    }
}
