package io.tenbin.proxy;

import java.lang.reflect.InvocationHandler;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * SIGTERM and SIGINT. A shutdown hook would not do: while one runs, the JVM hears no second signal, and it ends with
 * 143, however well the work was ended. The class that handles signals is in no API, but in every JDK, and the compiler
 * warns of its use by name.
 */
final class Signals {
    private Signals() {}

    /**
     * From now on these two are handled here.
     *
     * @param onSignal is given 1 for the first signal, 2 for the second and so on, on a thread of the JVM's
     */
    static void handle(IntConsumer onSignal) {
        AtomicInteger count = new AtomicInteger();
        InvocationHandler invocation = (proxy, method, arguments) -> switch (method.getName()) {
            case "handle" -> {
                onSignal.accept(count.incrementAndGet());
                yield null;
            }
            case "equals" -> System.identityHashCode(arguments[0]) == System.identityHashCode(proxy);
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "tenbin";
        };
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object ours = java.lang.reflect.Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, invocation);
            for (String name : new String[] {"TERM", "INT"}) {
                signal.getMethod("handle", signal, handler)
                        .invoke(null, signal.getConstructor(String.class).newInstance(name), ours);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JVM handles no signals", e);
        }
    }
}
