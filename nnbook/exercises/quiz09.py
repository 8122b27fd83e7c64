"""The quizzes of chapter 9, "Training in practice"."""

from __future__ import annotations

from nnbook.exercises._quizzes import Choice, Number, Option, QuizSheet

__all__ = ["QUIZZES"]

# fmt: off
QUIZZES = (
    QuizSheet("9.A", "Three piles", (
        Choice(
            "Ten networks have been trained. The one that reads the validation set best, 91 per "
            "cent of it, is chosen. What is to be expected of it on the test set?",
            (
                Option("About 91 per cent: neither set was used for training.",
                       "The weights have not seen the validation set. But whoever chose the best "
                       "of ten by it has, and the best of ten was lucky as well as good."),
                Option("A little less than 91 per cent.",
                       "Part of what made it the best was luck in just these images, and luck "
                       "does not come along.", right=True),
                Option("More than 91 per cent, since it is the best of ten.",
                       "It is the best of ten on the images by which it was chosen. On others it "
                       "may still be the best, but its lead will shrink."),
            ),
        ),
    )),
    QuizSheet("9.B", "Learned by heart", (
        Choice(
            "The training loss of a network is high and no longer falls; its validation loss is "
            "hardly higher. Which of these could help?",
            (
                Option("More neurons in the hidden layer.",
                       "It underfits: it cannot follow even what it is shown. More room is one "
                       "way out.", right=True),
                Option("Many more images of the same kind.",
                       "The two curves lie together already. Images help against a gap between "
                       "them, and there is none."),
                Option("A better learning rate.",
                       "It may be too little trained, rather than too small. The training loss "
                       "will tell.", right=True),
                Option("A stronger penalty on the weights.",
                       "That makes it stiffer still. A penalty is against a gap."),
            ),
        ),
        Number(
            "A teacher has written a wrong label on {wrong} per cent of {n} training images. A "
            "network too small to learn exceptions reads {reads} per cent of the images correctly, "
            "of those with a true label as of those with a false one. Where it misreads an image, "
            "it never happens to hit the false label. With how many of the {n} labels does it "
            "agree?",
            lambda rng: {
                "wrong": int(10 * rng.integers(1, 5)),
                "n": int(1000 * rng.integers(1, 6)),
                "reads": int(rng.choice([80, 85, 90, 95])),
            },
            lambda wrong, n, reads: n * (100 - wrong) * reads / 10000,
            "Of the {n} labels, {wrong} per cent are false, and with those it disagrees. Of the "
            "others it agrees with {reads} per cent: {wanted}.",
            (
                (lambda wrong, n, reads: n * reads / 100,
                 "So many images it reads correctly. With a false label it disagrees by reading "
                 "correctly."),
                (lambda wrong, n, reads: n * (100 - wrong) / 100,
                 "So many labels are true. A network that misreads some images disagrees with "
                 "some of them."),
                (lambda wrong, n, reads: n * (reads - wrong) / 100,
                 "You took both shares off the whole. Some of its misreadings fall on images whose "
                 "labels are false anyway."),
                (lambda wrong, n, reads: n,
                 "That would be a network that knows all labels by heart, the false ones too."),
            ),
            decimals=0,
        ),
    )),
    QuizSheet("9.C", "Four patients", (
        Choice(
            "Which of these are good reasons to expect help from the cure?",
            (
                Option("One label in five is false: stop early.",
                       "What the images have in common is learned first, the false labels last.",
                       right=True),
                Option("Most inputs are noise: a penalty with L1.",
                       "It pulls small weights down to 0, and so switches useless inputs off.",
                       right=True),
                Option("The camera will not be centred: collect more centred images.",
                       "More of the same says nothing about what is missing. Shifted copies do."),
                Option("The hidden layer has 16 neurons: use dropout, so that none relies on "
                       "another.",
                       "Dropout was made for networks with neurons to spare. Half of 16 are 8."),
            ),
        ),
        Choice(
            "With five seeds a treatment has gained 1, 9, 2, 4 and −3 points. What does the "
            "chapter's rule say?",
            (
                Option("It helps: four gains out of five are positive.",
                       "The rule does not count signs. The median of the five is 2, and their "
                       "middle half reaches from 1 to 4."),
                Option("It helps: on average it gains 2.6 points.",
                       "The mean is driven up by a single seed. And the rule asks whether the gain "
                       "exceeds the spread."),
                Option("It does not help: the gain is below the spread.",
                       "Not believed is not refuted. With more seeds the same gain might well "
                       "stand."),
                Option("Not believed: the gain is 2, and the spread 3.",
                       "The median of the differences does not exceed the width of their middle "
                       "half.", right=True),
            ),
        ),
    )),
    QuizSheet("9.D", "A hundred images and none to spare", (
        Choice(
            "Five-fold cross-validation of a recipe has given the marks 80, 85, 100, 75 and 85. "
            "Which network do you hand over?",
            (
                Option("A sixth, trained on all images.",
                       "The five marks belong to the recipe, and their mean, 85, says how good it "
                       "is. The network itself is trained on everything.", right=True),
                Option("The third, which has got 100.",
                       "It was lucky in its part, where each image is worth several points. On "
                       "new images it will be no better than the others."),
                Option("The second or the fifth, which are nearest to the mean.",
                       "Each of the five has learned from four fifths of the images only. There is "
                       "no need to do without the rest."),
            ),
        ),
    )),
    QuizSheet("9.E", "What nobody learns", (
        Choice(
            "A grid of five values for each of four hyperparameters has 625 places. Only the first "
            "hyperparameter turns out to matter. What has been found out about it?",
            (
                Option("What 625 random places would have found out as well.",
                       "Those would have tried 625 values of it, not 5."),
                Option("As much as 5 trials would have shown, 125 times over.",
                       "Each of its five values was tried with all combinations of the others, "
                       "which do not matter.", right=True),
                Option("Its best value, since everything was tried with everything.",
                       "The best of five values. What lies between them has not been tried."),
            ),
        ),
    )),
    QuizSheet("9.F", "Bad lessons", (
        Number(
            "A test for a rare fault: {rare} of 1000 parts have it. A network finds {recall} per "
            "cent of those, and lets {specificity} per cent of the sound parts pass. What is its "
            "accuracy, in per cent? (One decimal.)",
            lambda rng: {
                "rare": int(10 * rng.integers(1, 9)),
                "recall": int(5 * rng.integers(8, 18)),
                "specificity": int(rng.integers(92, 99)),
            },
            lambda rare, recall, specificity: (
                (rare * recall + (1000 - rare) * specificity) / 1000),
            "Each class counts as often as it comes: {wanted} per cent. A machine that lets all "
            "parts pass may have more.",
            (
                (lambda rare, recall, specificity: (recall + specificity) / 2,
                 "That is the balanced accuracy, in which both classes count the same. Sound parts "
                 "are far more frequent."),
                (lambda rare, recall, specificity: (1000 - rare) / 10,
                 "That is the accuracy of a machine that lets all parts pass."),
                (lambda rare, recall, specificity: recall,
                 "That is the recall: the share of the faults that are found."),
                (lambda rare, recall, specificity: (1000 - rare) * specificity / 1000,
                 "You left out the faults that it finds; they are right answers too."),
            ),
            decimals=1,
        ),
    )),
    QuizSheet("9.G", "Nothing to learn", (
        Choice(
            "A network is trained on a thousand rows of random numbers with labels of 0 and 1 "
            "that were tossed with a coin. Which results are possible?",
            (
                Option("It gets nine in ten of the training labels right.",
                       "With room enough it learns coin tosses by heart.", right=True),
                Option("It gets seven in ten of thousands of new rows right.",
                       "The new labels were tossed too. Nothing in the rows says how the coin "
                       "fell."),
                Option("It gets one half of the training labels right and stays there.",
                       "So it is with a network that has little room: the loss stands at ln 2.",
                       right=True),
                Option("Its validation loss climbs far above ln 2.",
                       "It becomes sure of what it cannot know, and being surely wrong costs more "
                       "than a shrug.", right=True),
            ),
        ),
    )),
    QuizSheet("9.H", "A gallery of failures", (
        Choice(
            "Ten classes. Before training all hidden neurons spoke; after one epoch none does, "
            "and the loss stands at about 2.4. The first loss that was printed is 4.6. What is "
            "the likeliest cause?",
            (
                Option("All weights were 0 at the start.",
                       "Then no hidden neuron would have spoken before training, and the first "
                       "loss would have been ln 10."),
                Option("All weights were equal at the start.",
                       "Then the neurons would all say the same, but they would speak, and the "
                       "loss would fall a little below ln 10."),
                Option("The learning rate is too large for these ReLUs.",
                       "One long step has thrown all of them to their silent side. What is left "
                       "is the biases of the output.", right=True),
                Option("Grey values from 0 to 255 were not scaled.",
                       "The hidden neurons would be dead as well. But with inputs that large the "
                       "first loss is in the ten thousands."),
            ),
        ),
        Choice(
            "Somebody subtracts the mean and divides by the standard deviation of *all* images, "
            "and after that puts a test set aside. What is it that leaks?",
            (
                Option("Nothing: the labels were not used.",
                       "Labels make the worst leaks. But also from the inputs of the test set "
                       "nothing is to be taken before the test."),
                Option("A little about the test images: they have a share in the mean.",
                       "With many images it changes next to nothing; with few, or with a more "
                       "inquisitive preparation, it does. Divide first, and the question does not "
                       "arise.", right=True),
                Option("The test images themselves: the network has trained on them.",
                       "It has not, only their sum has been used. It is a small leak, but it is "
                       "one."),
            ),
        ),
    )),
)
