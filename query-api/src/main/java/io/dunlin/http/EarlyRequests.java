package io.dunlin.http;

import io.netty.util.concurrent.EventExecutor;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Requests that came before the server is ready. Each is held for a moment, or until that changes: who asks again and again
 * takes little of the processor from the start that it waits for, and hears at once of its end. Thread-safe.
 */
// A loop that is shut down takes no task any more, and then nobody waits for the answer.
@SuppressWarnings("FutureReturnValueIgnored")
final class EarlyRequests {
    /** How long a request is held at most: far less than clients wait for an answer. */
    static final long HOLD_MILLIS = 100;

    private final Set<Held> held = ConcurrentHashMap.newKeySet();

    /** One request, which goes on once, on its loop. */
    private final class Held implements Runnable {
        private final EventExecutor loop;
        private final Runnable goOn;

        Held(EventExecutor loop, Runnable goOn) {
            this.loop = loop;
            this.goOn = goOn;
        }

        @Override
        public void run() {
            if (held.remove(this)) {
                goOn.run();
            }
        }
    }

    /** Runs something on a loop, which is the caller's, after the usual time or when all are released. */
    void hold(EventExecutor loop, Runnable goOn) {
        Held request = new Held(loop, goOn);
        held.add(request);
        loop.schedule(request, HOLD_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Lets all go on that are held now. */
    void release() {
        held.forEach(request -> request.loop.execute(request));
    }
}
