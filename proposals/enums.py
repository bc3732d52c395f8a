from django.db.models import TextChoices


class ProposalKind(TextChoices):
    PROPOSAL = "proposal", "提案"
    INFORMATION = "information", "社情民意信息"
    SUGGESTION = "suggestion", "微建议"


class ProposalState(TextChoices):
    DRAFT = "draft", "起草中"
    SUBMITTED = "submitted", "已提交"
    RETURNED = "returned", "退回补充"
    RECEIVED = "received", "已收件"
    DROPPED = "dropped", "不再提交"


class ReportKind(TextChoices):
    DIGEST = "digest", "资政建言要报"
    INFORMATION = "information", "社情民意信息专报"


class PublicationKind(TextChoices):
    BULLETIN = "bulletin", "工作简报"
    ARTICLE = "article", "媒体稿件"


class OutletLevel(TextChoices):
    NATIONAL = "national", "国家级"
    PROVINCE = "province", "省级"
    PREFECTURE = "prefecture", "地市级"
    COUNTY = "county", "县（市、区）级"
