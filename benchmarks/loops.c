/* What the small networks cost in C: one thread, one sample after the other, exp from libm. */

#include <math.h>

static double sigmoid(double z) { return 1.0 / (1.0 + exp(-z)); }

/* 2-2-1 with sigmoids, full batches, plain gradient descent; w is W1 (4), b1 (2), W2 (2), b2 (1).
   The loss is the mean squared error, or binary cross-entropy, whose slope at z is a - y. */
double train_221(const double *X, const double *y, long samples, double *w, long epochs,
                 double lr, int squared)
{
    double loss = 0.0;
    for (long epoch = 0; epoch < epochs; epoch++) {
        double g[9] = {0};
        loss = 0.0;
        for (long n = 0; n < samples; n++) {
            const double x0 = X[2 * n], x1 = X[2 * n + 1];
            const double h0 = sigmoid(w[0] * x0 + w[1] * x1 + w[4]);
            const double h1 = sigmoid(w[2] * x0 + w[3] * x1 + w[5]);
            const double z = w[6] * h0 + w[7] * h1 + w[8], a = sigmoid(z), e = a - y[n];
            loss += squared ? e * e : (z > 0 ? z : 0) - y[n] * z + log1p(exp(-fabs(z)));
            const double d = squared ? 2 * e * a * (1 - a) : e;
            const double d0 = d * w[6] * h0 * (1 - h0), d1 = d * w[7] * h1 * (1 - h1);
            g[0] += d0 * x0; g[1] += d0 * x1; g[4] += d0;
            g[2] += d1 * x0; g[3] += d1 * x1; g[5] += d1;
            g[6] += d * h0;  g[7] += d * h1;  g[8] += d;
        }
        for (int i = 0; i < 9; i++) w[i] -= lr * g[i] / samples;
        loss /= samples;
    }
    return loss;
}

/* The perceptron rule over all samples, epoch after epoch until one is without a mistake; returns
   how many the last one made. */
long perceptron(const double *X, const double *y, long samples, long features, double *w,
                double lr, long epochs)
{
    long mistakes = 0;
    for (long epoch = 0; epoch < epochs; epoch++) {
        mistakes = 0;
        for (long n = 0; n < samples; n++) {
            const double *x = X + n * features;
            double z = w[features];
            for (long i = 0; i < features; i++) z += w[i] * x[i];
            const double error = y[n] - (z >= 0 ? 1.0 : 0.0);
            if (error != 0.0) {
                for (long i = 0; i < features; i++) w[i] += lr * error * x[i];
                w[features] += lr * error;
                mistakes++;
            }
        }
        if (!mistakes) break;
    }
    return mistakes;
}
