"""What the keys of evaluation forms and of 评议 are called in Chinese."""

RATING_LABELS = {
    "form": "评议表",
    "form.field": "栏目",
    "scale": "档次",
    "passing": "计为满意的档次",
    "raters": "评议人",
    "min_raters": "评议人数不少于",
    "pass": "满意率不低于",
    "evaluate.form": "评议表",
    "checkpoint.form": "评议表",
    "evaluation": "评议",
    "evaluation.least_shown": "收回几份才公布汇总",
    "evaluation.least_ranked": "有几件才参加排名",
    "evaluation.reminder": "截止前几个工作日提醒",
    "evaluation.grace": "截止后几个工作日自动结束",
    "form.sides": "评什么",
    "form.points": "各档次的分值",
    "form.overall": "总体评价的栏目",
    "form.reason_when": "要写理由的档次",
    "form.threshold": "满意率不低于",
}
